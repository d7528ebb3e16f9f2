// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static polyseme.engine.hook.GlobalSite.EMBED;
import static polyseme.engine.hook.GlobalSite.POS_EMBED;
import static polyseme.engine.hook.GlobalSite.TOKENS;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.jspecify.annotations.Nullable;
import polyseme.engine.hook.HookPoint;

/// Looks up what tokens and positions write.
///
/// @param tokens `[dVocab, embeddingWidth]`
/// @param shaping what becomes of a token's vector
/// @param positions `[nCtx, dModel]`, null if positions have no vectors
/// @param toScores whether these go to queries and keys instead of the residual stream
record Embedding(NDArray tokens, Shaping shaping, @Nullable NDArray positions, boolean toScores) {

  private static final HookPoint TOKENS_HOOK = new HookPoint.Global(TOKENS);

  /// What becomes of a token's vector before it enters the residual stream.
  ///
  /// @param projection into the width of the residual stream, null if it has it
  /// @param scale what it is multiplied by, null for 1
  /// @param norm its normalisation, null for none
  record Shaping(
      @Nullable Linear projection, @Nullable NDArray scale, @Nullable Normalisation norm) {

    private NDArray apply(NDArray x, Hooks hooks) {
      var wide = projection == null ? x : projection.apply(x);
      var scaled = scale == null ? wide : wide.mul(scale);
      return norm == null ? scaled : norm.apply(scaled, hooks);
    }
  }

  NDArray apply(Pass pass) {
    var hooks = pass.hooks();
    if (hooks.wants(TOKENS_HOOK)) {
      hooks.at(TOKENS, pass.ids().toType(DataType.FLOAT32, true));
    }
    var found = Torch.rows(pass.ids(), tokens); // [batch, pos, embeddingWidth]
    var embed = hooks.at(EMBED, shaping.apply(found, hooks)); // [batch, pos, dModel]
    if (positions == null) {
      return embed;
    }
    var here = Torch.rows(pass.manager().arange(pass.width()), positions); // [pos, dModel]
    var rows = hooks.at(POS_EMBED, here.broadcast(embed.getShape())); // [batch, pos, dModel]
    if (toScores) {
      pass.addToScores(rows);
      return embed;
    }
    return embed.add(rows);
  }
}
