// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static polyseme.engine.hook.BlockSite.ATTN_SCORES;
import static polyseme.engine.hook.BlockSite.K;
import static polyseme.engine.hook.BlockSite.PATTERN;
import static polyseme.engine.hook.BlockSite.Q;
import static polyseme.engine.hook.BlockSite.RESULT;
import static polyseme.engine.hook.BlockSite.V;
import static polyseme.engine.hook.BlockSite.Z;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import polyseme.engine.hook.HookPoint;

/// Causal self-attention: every head mixes the values of the positions it may see by softmax(q·k /
/// scale).
///
/// In and out: `[batch, pos, dModel]`. Source: TransformerLens' Attention.
///
/// decision: always the explicit operations, never PyTorch's fused attention. That would make a
/// whole pass up to a sixth faster, but the result would change in the last bits as soon as
/// somebody looks at the pattern.
final class SelfAttention {

  /// Weights, prepared once.
  ///
  /// @param qkv queries, keys and values in one matrix, `[3 · nHeads · dHead, dModel]`
  /// @param qkvBias `[3 · nHeads · dHead]`
  /// @param out `[dModel, nHeads · dHead]`
  /// @param outByHead the same, `[nHeads, dHead, dModel]`
  /// @param outBias `[dModel]`
  record Weights(NDArray qkv, NDArray qkvBias, NDArray out, NDArray outByHead, NDArray outBias) {}

  private final int layer;
  private final Weights weights;
  private final NDArray scale;
  private final NDArray masked;
  private final HookPoint scoresHook;
  private final HookPoint resultHook;

  /// Attention of one block.
  ///
  /// @param layer the block
  /// @param weights its weights
  /// @param scale what the scores are divided by
  /// @param masked −∞
  SelfAttention(int layer, Weights weights, NDArray scale, NDArray masked) {
    this.layer = layer;
    this.weights = weights;
    this.scale = scale;
    this.masked = masked;
    this.scoresHook = new HookPoint.InBlock(layer, ATTN_SCORES);
    this.resultHook = new HookPoint.InBlock(layer, RESULT);
  }

  NDArray apply(NDArray x, Pass pass) {
    var batch = x.getShape().get(0);
    var pos = x.getShape().get(1);
    var heads = weights.outByHead.getShape().get(0);
    var dHead = weights.outByHead.getShape().get(1);
    var hooks = pass.hooks();

    var all = Torch.linear(x, weights.qkv, weights.qkvBias);
    var parts =
        all.reshape(batch, pos, 3, heads, dHead).split(3, 2); // 3 × [batch, pos, 1, head, dHead]
    var q = hooks.at(Q, layer, parts.get(0).squeeze(2)); // [batch, pos, head, dHead]
    var k = hooks.at(K, layer, parts.get(1).squeeze(2)); // [batch, pos, head, dHead]
    var v = hooks.at(V, layer, parts.get(2).squeeze(2)); // [batch, pos, head, dHead]

    var pattern = hooks.at(PATTERN, layer, pattern(q, k, pass));
    var mixed = pattern.matMul(v.transpose(0, 2, 1, 3)); // [batch, head, queryPos, dHead]
    var z = hooks.at(Z, layer, mixed.transpose(0, 2, 1, 3)); // [batch, pos, head, dHead]

    if (hooks.wants(resultHook)) {
      var result = hooks.at(RESULT, layer, result(z));
      if (hooks.changes(resultHook)) {
        return result.sum(new int[] {2}).add(weights.outBias); // [batch, pos, dModel]
      }
    }
    var joined = z.reshape(batch, pos, heads * dHead); // [batch, pos, head · dHead]
    return Torch.linear(joined, weights.out, weights.outBias); // [batch, pos, dModel]
  }

  private NDArray pattern(NDArray q, NDArray k, Pass pass) {
    var hooks = pass.hooks();
    var products =
        q.transpose(0, 2, 1, 3).matMul(k.transpose(0, 2, 3, 1)); // [batch, head, queryPos, keyPos]
    var visible = Torch.where(pass.causal(), products.divi(scale), masked, products);
    var pattern = hooks.at(scoresHook, visible).softmax(-1);
    if (!hooks.changes(scoresHook)) {
      return pattern;
    }
    // A row of nothing but −∞ attends to nothing, as in TransformerLens. Without a change there is
    // none.
    return Torch.where(pattern.isNaN(), pattern.zerosLike(), pattern, pattern);
  }

  private NDArray result(NDArray z) {
    var shape = z.getShape();
    var batch = shape.get(0);
    var pos = shape.get(1);
    var heads = shape.get(2);
    var byHead =
        z.transpose(2, 0, 1, 3)
            .reshape(heads, batch * pos, shape.get(3)); // [head, batch · pos, dHead]
    var written = byHead.matMul(weights.outByHead); // [head, batch · pos, dModel]
    var dModel = weights.outBias.getShape().get(0);
    return written
        .reshape(new Shape(heads, batch, pos, dModel))
        .transpose(1, 2, 0, 3); // [batch, pos, head, dModel]
  }
}
