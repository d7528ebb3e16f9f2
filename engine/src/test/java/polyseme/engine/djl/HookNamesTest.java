// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static polyseme.engine.tensor.Axis.BATCH;
import static polyseme.engine.tensor.Axis.D_HEAD;
import static polyseme.engine.tensor.Axis.D_QUERIES;
import static polyseme.engine.tensor.Axis.HEAD;
import static polyseme.engine.tensor.Axis.KEY_VALUE_HEAD;
import static polyseme.engine.tensor.Axis.ONE;
import static polyseme.engine.tensor.Axis.POS;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyseme.engine.Layouts;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.HookSelection;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.RequestException;

/// Which hook point a name means depends on the model; names of what never fires are refused.
final class HookNamesTest {

  private static final Map<String, ModelConfig> LAYOUTS = Layouts.all();

  private static HookSelection selection(String layout) {
    var config = LAYOUTS.get(layout);
    if (config == null) {
      throw new IllegalArgumentException(layout);
    }
    return new HookSelection(FiringOrder.of(config));
  }

  private static List<String> names(String layout, String typed) throws RequestException {
    return selection(layout).of(List.of(typed)).stream().map(HookPoint::name).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "sequential, blocks.1.hook_in, blocks.1.hook_resid_pre",
    "sequential, blocks.1.hook_out, blocks.1.hook_resid_post",
    "sequential, blocks.1.ln2.hook_in, blocks.1.hook_resid_mid",
    "sequential, blocks.1.attn.q.hook_out, blocks.1.attn.hook_q",
    "sequential, blocks.1.attn.k.hook_out, blocks.1.attn.hook_k",
    "sequential, blocks.1.attn.v.hook_out, blocks.1.attn.hook_v",
    "sequential, blocks.1.attn.o.hook_in, blocks.1.attn.hook_z",
    "sequential, blocks.1.attn.hook_out, blocks.1.hook_attn_out",
    "sequential, blocks.1.attn.hook_q_input, blocks.1.hook_q_input",
    "sequential, blocks.1.mlp.in.hook_out, blocks.1.mlp.hook_pre",
    "sequential, blocks.1.mlp.out.hook_in, blocks.1.mlp.hook_post",
    "sequential, blocks.1.mlp.hook_out, blocks.1.hook_mlp_out",
    "sequential, L1.mlp.hook_out, blocks.1.hook_mlp_out",
    "sequential, embed.hook_out, hook_embed",
    "sequential, embed.hook_in, hook_tokens",
    "sequential, pos_embed.hook_out, hook_pos_embed",
    "sequential, ln_final.hook_out, unembed.hook_in",
    "sequential, hook_unembed, unembed.hook_out",
    "sequential, unembed.hook_out, unembed.hook_out",
    "sequential, normalized, ln_final.hook_normalized",
    "gated, blocks.1.mlp.in.hook_out, blocks.1.mlp.hook_pre_linear",
    "gated, blocks.1.mlp.gate.hook_out, blocks.1.mlp.hook_pre",
    "before and after, blocks.0.ln1_post.hook_out, blocks.0.hook_attn_out",
    "before and after, blocks.0.ln2_post.hook_out, blocks.0.hook_mlp_out",
    "after branch, blocks.0.mlp.hook_in, blocks.0.hook_resid_mid",
    "after branch, blocks.0.attn.hook_out, blocks.0.hook_attn_out",
    "embedding norm, embed_ln.hook_out, hook_embed",
    "embedding norm, embed_ln.hook_scale, embed.ln.hook_scale"
  })
  void namesOfTransformerLens3MeanWhatTheyMeanThere(String layout, String typed, String meant)
      throws RequestException {
    assertEquals(List.of(meant), names(layout, typed));
  }

  @ParameterizedTest
  @CsvSource({
    "sequential, blocks.1.mlp.hook_mid, blocks.1.mlp.hook_pre",
    "sequential, mid, blocks.0.mlp.hook_pre",
    "sequential, mid1, blocks.1.mlp.hook_pre",
    "sequential, L2.mid, blocks.2.mlp.hook_pre",
    "sequential, rot_q1, blocks.1.attn.hook_q",
    "sequential, blocks.1.mlp.gate.hook_out, blocks.1.mlp.out.hook_out",
    "parallel, blocks.1.hook_resid_mid, blocks.1.hook_resid_pre",
    "parallel, resid_mid1, blocks.1.hook_resid_pre",
    "attention only, post0, blocks.0.ln1.hook_scale",
    "alibi, pos_embed, hook_embed",
    "grouped queries, attn_in2, blocks.2.hook_attn_out",
    "before and after, blocks.0.attn.hook_out, blocks.0.attn.q.hook_out",
    "embedding norm, embed.hook_out, unembed.hook_out"
  })
  void namesOfWhatDoesNotFireNameTheNearest(String layout, String typed, String nearest) {
    var refused = assertThrows(RequestException.class, () -> names(layout, typed));
    assertTrue(refused.what().contains("“" + typed + "”"), refused.what());
    assertTrue(refused.remedy().contains(nearest), refused.remedy());
  }

  @Test
  void everyHookOfEveryModelIsFoundByItsNames() throws RequestException {
    for (var layout : LAYOUTS.keySet()) {
      var selection = selection(layout);
      for (var hook : FiringOrder.of(Layouts.all().getOrDefault(layout, Layouts.plain()))) {
        var ofQueriesAndKeys = hook.name().matches(".*\\.[qk]_norm\\..*");
        var parsed = HookPoint.parse(hook.name());
        assertEquals(ofQueriesAndKeys ? Optional.empty() : Optional.of(hook), parsed);
        for (var name : spellings(hook)) {
          assertEquals(List.of(hook), List.copyOf(selection.of(List.of(name))), layout + name);
        }
      }
    }
  }

  private static List<String> spellings(HookPoint hook) {
    return switch (hook) {
      case HookPoint.InBlock(var layer, var site) ->
          List.of(
              hook.name(),
              site.shortName() + layer,
              "L%d.%s".formatted(layer, site.shortName()),
              "L%d.%s".formatted(layer, site.path()));
      case HookPoint.Global(var site) -> List.of(hook.name(), site.shortName());
    };
  }

  /// The shapes of TransformerLens: a head has a norm of its own, or all heads have one.
  @Test
  void normsOfQueriesAndKeysHaveTheAxesOfTheModel() throws RequestException {
    var q = List.of("q_normalized1");
    var k = List.of("blocks.1.attn.k_norm.hook_scale");
    var byHead = selection("norm of each head");
    assertEquals(List.of(BATCH, POS, HEAD, D_HEAD), only(byHead.of(q)).axes());
    assertEquals(List.of(BATCH, POS, KEY_VALUE_HEAD, ONE), only(byHead.of(k)).axes());
    var together = selection("norm of all heads");
    assertEquals(List.of(BATCH, POS, D_QUERIES), only(together.of(q)).axes());
    assertEquals(List.of(BATCH, POS, ONE), only(together.of(k)).axes());
    assertEquals(
        "blocks.1.attn.q_norm.hook_normalized",
        UnitAddress.parse("L1.q_normalized.17").hook().name());
    assertEquals(
        List.of(UnitAddress.parse("L1.q_normalized.17").hook()), List.copyOf(together.of(q)));
    assertEquals(
        List.of(UnitAddress.parse("L1.attn.q_norm.hook_normalized.H2.1").hook()),
        List.copyOf(byHead.of(q)));
  }

  private static HookPoint only(Set<HookPoint> found) {
    assertEquals(1, found.size(), found.toString());
    return found.iterator().next();
  }

  /// Without a model, only names that mean the same in all of them.
  @Test
  void namesOfTwoPlacesNeedAModel() {
    assertEquals("blocks.3.attn.hook_z", parsed("blocks.3.attn.o.hook_in"));
    assertEquals("hook_pos_embed", parsed("pos_embed.hook_out"));
    assertTrue(HookPoint.parse("blocks.3.mlp.in.hook_out").isEmpty());
    assertTrue(HookPoint.parse("blocks.3.nothing").isEmpty());
  }

  private static String parsed(String name) {
    return HookPoint.parse(name).orElseThrow().name();
  }
}
