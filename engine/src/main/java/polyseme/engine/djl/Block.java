// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static polyseme.engine.hook.BlockSite.ATTN_OUT;
import static polyseme.engine.hook.BlockSite.MLP_OUT;
import static polyseme.engine.hook.BlockSite.RESID_MID;
import static polyseme.engine.hook.BlockSite.RESID_POST;
import static polyseme.engine.hook.BlockSite.RESID_PRE;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/// One block of the decoder: attention, then neurons, each adding to the residual stream.
///
/// In and out: `[batch, pos, dModel]`.
///
/// @param layer the block, from 0
/// @param ln1 normalisation before attention
/// @param attention the attention
/// @param neurons normalisation and MLP, null in attention-only models
record Block(int layer, LayerNorm ln1, SelfAttention attention, @Nullable Neurons neurons) {

  /// The second half of a block.
  ///
  /// @param ln2 normalisation before the MLP
  /// @param mlp the MLP
  record Neurons(LayerNorm ln2, Mlp mlp) {}

  NDArray apply(NDArray stream, Pass pass) {
    var hooks = pass.hooks();
    var x = hooks.at(RESID_PRE, layer, stream);
    x = x.add(hooks.at(ATTN_OUT, layer, attention.apply(ln1.apply(x, hooks), pass)));
    if (neurons != null) {
      x = hooks.at(RESID_MID, layer, x);
      var read = neurons.ln2.apply(x, hooks);
      x = x.add(hooks.at(MLP_OUT, layer, neurons.mlp.apply(read, hooks)));
    }
    return hooks.at(RESID_POST, layer, x);
  }
}
