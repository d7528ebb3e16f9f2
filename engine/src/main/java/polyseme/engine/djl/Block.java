// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static polyseme.engine.hook.BlockSite.ATTN_OUT;
import static polyseme.engine.hook.BlockSite.MLP_IN;
import static polyseme.engine.hook.BlockSite.MLP_OUT;
import static polyseme.engine.hook.BlockSite.RESID_MID;
import static polyseme.engine.hook.BlockSite.RESID_POST;
import static polyseme.engine.hook.BlockSite.RESID_PRE;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import polyseme.engine.model.BlockLayout;
import polyseme.engine.model.BlockLayout.NormPlace;

/// One block of the decoder: attention and neurons, each adding to the residual stream, in the
/// layout of the model.
///
/// In and out: `[batch, pos, dModel]`.
///
/// @param layer the block, from 0
/// @param layout where normalisations stand and what is added to what
/// @param attention the first half
/// @param neurons the second half, null in attention-only models
record Block(int layer, BlockLayout layout, Attending attention, @Nullable Neurons neurons) {

  /// The first half of a block.
  ///
  /// @param ln1 its normalisation
  /// @param attention the attention
  /// @param after a second normalisation behind it, null if there is none
  record Attending(Normalisation ln1, SelfAttention attention, @Nullable Normalisation after) {}

  /// The second half of a block.
  ///
  /// @param ln2 its normalisation
  /// @param mlp the MLP
  /// @param after a second normalisation behind it, null if there is none
  record Neurons(Normalisation ln2, Mlp mlp, @Nullable Normalisation after) {}

  NDArray apply(NDArray stream, Pass pass) {
    var hooks = pass.hooks();
    var x = hooks.at(RESID_PRE, layer, stream);
    var heads = attention.attention.changedInputs(x, hooks);
    var read = normsFirst() ? attention.ln1.apply(x, hooks) : x;
    var attended = hooks.at(ATTN_OUT, layer, attend(read, heads, pass));
    var mid = joined(layout.residualFromNorm() ? read : x, attended, attention.ln1, hooks);
    if (neurons == null) {
      return hooks.at(RESID_POST, layer, mid);
    }
    if (layout.parallel()) {
      return hooks.at(RESID_POST, layer, mid.add(write(x, neurons, hooks).written()));
    }
    mid = hooks.at(RESID_MID, layer, mid);
    var half = write(mid, neurons, hooks);
    var base = layout.residualFromNorm() ? half.read() : mid;
    return hooks.at(RESID_POST, layer, joined(base, half.written(), neurons.ln2, hooks));
  }

  private boolean normsFirst() {
    return layout.norms() == NormPlace.BEFORE || layout.norms() == NormPlace.BEFORE_AND_AFTER;
  }

  private NDArray attend(NDArray read, @Nullable HeadInputs heads, Pass pass) {
    var normed = heads != null && normsFirst() ? heads.each(attention.ln1::silently) : heads;
    var out = attention.attention.apply(read, normed, pass);
    return attention.after == null ? out : attention.after.apply(out, pass.hooks());
  }

  /// What the neurons read and what they write.
  private record Half(NDArray read, NDArray written) {}

  private Half write(NDArray x, Neurons half, Hooks hooks) {
    var in = hooks.at(MLP_IN, layer, x);
    var read = normsFirst() ? half.ln2.apply(in, hooks) : in;
    var out = half.mlp.apply(read, hooks);
    var written = half.after == null ? out : half.after.apply(out, hooks);
    return new Half(read, hooks.at(MLP_OUT, layer, written));
  }

  private NDArray joined(NDArray stream, NDArray written, Normalisation norm, Hooks hooks) {
    return switch (layout.norms()) {
      case BEFORE, BEFORE_AND_AFTER -> stream.add(written);
      case AFTER_BRANCH -> stream.add(norm.apply(written, hooks));
      case AFTER_SUM -> norm.apply(stream.add(written), hooks);
    };
  }
}
