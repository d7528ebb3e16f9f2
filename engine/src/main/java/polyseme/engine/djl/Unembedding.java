// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static polyseme.engine.hook.GlobalSite.UNEMBED_IN;
import static polyseme.engine.hook.GlobalSite.UNEMBED_OUT;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/// Reads the logits off the residual stream.
///
/// @param norm the last normalisation, null if there is none
/// @param projection into the width of the embedding, null if it is that of the residual stream
/// @param linear into the vocabulary
/// @param softCap c of logit → c · tanh(logit / c), null for no cap
record Unembedding(
    @Nullable Normalisation norm,
    @Nullable Linear projection,
    Linear linear,
    @Nullable NDArray softCap) {

  /// All of it.
  ///
  /// @param x the residual stream, `[batch, pos, dModel]`
  /// @param hooks what happens at the hook points
  /// @return logits, `[batch, pos, dVocab]`
  NDArray apply(NDArray x, Hooks hooks) {
    var read = hooks.at(UNEMBED_IN, norm == null ? x : norm.apply(x, hooks));
    var narrow = projection == null ? read : projection.apply(read);
    var logits = hooks.at(UNEMBED_OUT, linear.apply(narrow));
    return softCap == null ? logits : Torch.tanh(logits.div(softCap)).mul(softCap);
  }
}
