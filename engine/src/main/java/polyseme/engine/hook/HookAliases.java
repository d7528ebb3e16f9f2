// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import static polyseme.engine.hook.BlockSite.ATTN_IN;
import static polyseme.engine.hook.BlockSite.ATTN_OUT;
import static polyseme.engine.hook.BlockSite.K;
import static polyseme.engine.hook.BlockSite.K_INPUT;
import static polyseme.engine.hook.BlockSite.MLP_OUT;
import static polyseme.engine.hook.BlockSite.POST;
import static polyseme.engine.hook.BlockSite.PRE;
import static polyseme.engine.hook.BlockSite.PRE_LINEAR;
import static polyseme.engine.hook.BlockSite.Q;
import static polyseme.engine.hook.BlockSite.Q_INPUT;
import static polyseme.engine.hook.BlockSite.RESID_MID;
import static polyseme.engine.hook.BlockSite.RESID_POST;
import static polyseme.engine.hook.BlockSite.RESID_PRE;
import static polyseme.engine.hook.BlockSite.V;
import static polyseme.engine.hook.BlockSite.V_INPUT;
import static polyseme.engine.hook.BlockSite.Z;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import polyseme.engine.hook.HookPoint.Global;
import polyseme.engine.hook.HookPoint.InBlock;

/// The names of TransformerLens 3 (TransformerBridge) for hook points that this program calls by
/// their older names. Some mean different places in different kinds of models.
///
/// Source: the tables `hook_aliases` in TransformerLens' `model_bridge/bridge.py` and
/// `model_bridge/generalized_components/{block,attention,mlp,gated_mlp}.py`, read the other way
/// round; `olmo2.py` for norms behind what they belong to. Bridge names for values that the older
/// names do not cover, such as what a norm gives with its weight, are no aliases.
final class HookAliases {

  private static final List<Alias> ALL =
      List.of(
          inBlock("hook_in", RESID_PRE, When.ALWAYS),
          inBlock("hook_out", RESID_POST, When.ALWAYS),
          inBlock("ln2.hook_in", RESID_MID, When.NORMS_FIRST),
          inBlock("mlp.hook_in", RESID_MID, When.NORMS_LAST),
          inBlock("attn.hook_attn_in", ATTN_IN, When.ALWAYS),
          inBlock("attn.hook_q_input", Q_INPUT, When.ALWAYS),
          inBlock("attn.hook_k_input", K_INPUT, When.ALWAYS),
          inBlock("attn.hook_v_input", V_INPUT, When.ALWAYS),
          inBlock("attn.q.hook_out", Q, When.ALWAYS),
          inBlock("attn.k.hook_out", K, When.ALWAYS),
          inBlock("attn.v.hook_out", V, When.ALWAYS),
          inBlock("attn.o.hook_in", Z, When.ALWAYS),
          inBlock("attn.o.hook_out", ATTN_OUT, When.ONE_NORM),
          inBlock("attn.hook_out", ATTN_OUT, When.ONE_NORM),
          inBlock("ln1_post.hook_out", ATTN_OUT, When.SECOND_NORM),
          inBlock("mlp.gate.hook_out", PRE, When.GATED),
          inBlock("mlp.in.hook_out", PRE_LINEAR, When.GATED),
          inBlock("mlp.in.hook_out", PRE, When.NOT_GATED),
          inBlock("mlp.out.hook_in", POST, When.ALWAYS),
          inBlock("mlp.out.hook_out", MLP_OUT, When.ONE_NORM),
          inBlock("mlp.hook_out", MLP_OUT, When.ONE_NORM),
          inBlock("ln2_post.hook_out", MLP_OUT, When.SECOND_NORM),
          global("embed.hook_in", GlobalSite.TOKENS, When.ALWAYS),
          global("embed.hook_out", GlobalSite.EMBED, When.PLAIN_EMBEDDING),
          global("embed_ln.hook_scale", GlobalSite.EMBED_LN_SCALE, When.ALWAYS),
          global("embed_ln.hook_normalized", GlobalSite.EMBED_LN_NORMALIZED, When.ALWAYS),
          global("embed_ln.hook_out", GlobalSite.EMBED, When.NORMALISED_EMBEDDING),
          global("pos_embed.hook_out", GlobalSite.POS_EMBED, When.ALWAYS),
          global("ln_final.hook_out", GlobalSite.UNEMBED_IN, When.ALWAYS),
          global("hook_unembed", GlobalSite.UNEMBED_OUT, When.ALWAYS));

  private final List<Alias> here;

  /// In which models an alias means its place.
  private enum When {
    ALWAYS,
    GATED,
    NOT_GATED,
    ONE_NORM,
    SECOND_NORM,
    NORMS_FIRST,
    NORMS_LAST,
    PLAIN_EMBEDDING,
    NORMALISED_EMBEDDING;

    private boolean holds(List<HookPoint> firing) {
      var scale = firing.indexOf(new InBlock(0, BlockSite.LN1_SCALE));
      var normsFirst = scale < firing.indexOf(new InBlock(0, Q));
      return switch (this) {
        case ALWAYS -> true;
        case GATED -> has(firing, PRE_LINEAR);
        case NOT_GATED -> !has(firing, PRE_LINEAR);
        case ONE_NORM -> !has(firing, BlockSite.LN1_POST_SCALE);
        case SECOND_NORM -> has(firing, BlockSite.LN1_POST_SCALE);
        case NORMS_FIRST -> normsFirst;
        case NORMS_LAST -> !normsFirst;
        case PLAIN_EMBEDDING -> !firing.contains(new Global(GlobalSite.EMBED_LN_SCALE));
        case NORMALISED_EMBEDDING -> firing.contains(new Global(GlobalSite.EMBED_LN_SCALE));
      };
    }

    private static boolean has(List<HookPoint> firing, BlockSite site) {
      return firing.contains(new InBlock(0, site));
    }
  }

  /// Another name of a place; of a place in a block without the block.
  private record Alias(String path, HookPoint place, When when) {

    private boolean names(HookPoint hook) {
      return switch (hook) {
        case InBlock(_, var site) -> place.equals(new InBlock(0, site));
        case Global _ -> place.equals(hook);
      };
    }
  }

  /// The aliases that hold in a model.
  ///
  /// @param firing its hook points, in firing order
  HookAliases(List<HookPoint> firing) {
    here = ALL.stream().filter(alias -> alias.when.holds(firing)).toList();
  }

  private static Alias inBlock(String path, BlockSite site, When when) {
    return new Alias(path, new InBlock(0, site), when);
  }

  private static Alias global(String path, GlobalSite site, When when) {
    return new Alias(path, new Global(site), when);
  }

  /// Other names of a hook point in this model; those of places in a block without the block.
  Set<String> paths(HookPoint hook) {
    var paths = new HashSet<String>();
    for (var alias : here) {
      if (alias.names(hook)) {
        paths.add(alias.path);
      }
    }
    return paths;
  }

  /// The place in a block that an alias means in every model that has it.
  static Optional<BlockSite> site(String path) {
    return place(path)
        .flatMap(
            place -> place instanceof InBlock(_, var site) ? Optional.of(site) : Optional.empty());
  }

  /// The place outside the blocks that an alias means in every model that has it.
  static Optional<HookPoint> global(String path) {
    return place(path).filter(Global.class::isInstance);
  }

  private static Optional<HookPoint> place(String path) {
    var meant = meanings(path);
    return meant.size() == 1 ? Optional.of(meant.getFirst()) : Optional.empty();
  }

  /// What an alias means, in one model or another.
  static List<HookPoint> meanings(String path) {
    var places = new ArrayList<HookPoint>();
    for (var alias : ALL) {
      if (alias.path.equals(path)) {
        places.add(alias.place);
      }
    }
    return places;
  }
}
