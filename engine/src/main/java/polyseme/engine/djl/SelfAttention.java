// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static polyseme.engine.hook.BlockSite.ATTN_SCORES;
import static polyseme.engine.hook.BlockSite.K;
import static polyseme.engine.hook.BlockSite.PATTERN;
import static polyseme.engine.hook.BlockSite.Q;
import static polyseme.engine.hook.BlockSite.RESULT;
import static polyseme.engine.hook.BlockSite.ROT_K;
import static polyseme.engine.hook.BlockSite.ROT_Q;
import static polyseme.engine.hook.BlockSite.V;
import static polyseme.engine.hook.BlockSite.Z;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;
import polyseme.engine.djl.Projections.Projected;
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

  /// What goes out.
  ///
  /// @param joined all heads in one matrix, `[dModel, nHeads · dHead]`
  /// @param byHead the same, `[nHeads, dHead, dModel]`
  record Output(Linear joined, NDArray byHead) {}

  /// What queries and keys go through before they meet.
  ///
  /// @param queryNorm normalisation of queries, null if there is none
  /// @param keyNorm normalisation of keys, null if there is none
  /// @param wholeRow whether these run over all heads together
  /// @param rotary turns them by their positions, null if nothing does
  record Preparation(
      @Nullable Normalisation queryNorm,
      @Nullable Normalisation keyNorm,
      boolean wholeRow,
      @Nullable Rotary rotary) {}

  private final int layer;
  private final Projections projections;
  private final Preparation preparation;
  private final Scores scores;
  private final Output output;
  private final HookPoint scoresHook;
  private final HookPoint resultHook;

  /// Attention of one block.
  ///
  /// @param layer the block
  /// @param projections what it reads
  /// @param preparation what queries and keys go through
  /// @param scores how they meet
  /// @param output what it writes
  SelfAttention(
      int layer, Projections projections, Preparation preparation, Scores scores, Output output) {
    this.layer = layer;
    this.projections = projections;
    this.preparation = preparation;
    this.scores = scores;
    this.output = output;
    this.scoresHook = new HookPoint.InBlock(layer, ATTN_SCORES);
    this.resultHook = new HookPoint.InBlock(layer, RESULT);
  }

  /// Passes the hook points of what single heads read.
  ///
  /// @param x the residual stream
  /// @param hooks what happens there
  /// @return what heads read, null if all read the same
  @Nullable HeadInputs changedInputs(NDArray x, Hooks hooks) {
    var sizes = projections.sizes();
    return HeadInputs.changed(x, layer, sizes.heads(), sizes.keyValueHeads(), hooks);
  }

  /// The whole of it.
  ///
  /// @param x what all heads read
  /// @param single what single heads read instead, null for `x`
  /// @param pass the pass
  NDArray apply(NDArray x, @Nullable HeadInputs single, Pass pass) {
    var hooks = pass.hooks();
    var projected = projected(x, single, pass);
    var q = hooks.at(Q, layer, projected.q()); // [batch, pos, head, dHead]
    var k = hooks.at(K, layer, projected.k()); // [batch, pos, keyValueHead, dHead]
    var v = hooks.at(V, layer, projected.v()); // [batch, pos, keyValueHead, dHead]
    q = normalised(q, preparation.queryNorm, hooks);
    k = normalised(k, preparation.keyNorm, hooks);
    if (preparation.rotary != null) {
      q = hooks.at(ROT_Q, layer, preparation.rotary.apply(q));
      k = hooks.at(ROT_K, layer, preparation.rotary.apply(k));
    }
    var pattern = hooks.at(PATTERN, layer, pattern(q, forEveryQuery(k), pass));
    var values = forEveryQuery(v).transpose(0, 2, 1, 3); // [batch, head, pos, dHead]
    var mixed = pattern.matMul(values); // [batch, head, queryPos, dHead]
    var z = hooks.at(Z, layer, mixed.transpose(0, 2, 1, 3)); // [batch, pos, head, dHead]
    return written(z, hooks);
  }

  private Projected projected(NDArray x, @Nullable HeadInputs single, Pass pass) {
    var positions = pass.positions();
    if (single == null) {
      return projections.of(x, positions);
    }
    if (positions == null) {
      return projections.of(single);
    }
    var byHead = positions.expandDims(2); // [batch, pos, 1, dModel]
    return projections.of(
        new HeadInputs(single.q().add(byHead), single.k().add(byHead), single.v()));
  }

  private NDArray normalised(NDArray x, @Nullable Normalisation norm, Hooks hooks) {
    if (norm == null) {
      return x;
    }
    if (!preparation.wholeRow) {
      return norm.apply(x, hooks);
    }
    var shape = x.getShape();
    var rows = x.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3));
    return norm.apply(rows, hooks).reshape(shape);
  }

  /// Each head of keys or values as often as queries share it.
  private NDArray forEveryQuery(NDArray x) {
    var sizes = projections.sizes();
    var times = sizes.heads() / sizes.keyValueHeads();
    if (times == 1) {
      return x;
    }
    var shape = x.getShape();
    var batch = shape.get(0);
    var pos = shape.get(1);
    return x.expandDims(3)
        .broadcast(batch, pos, shape.get(2), times, shape.get(3))
        .reshape(batch, pos, sizes.heads(), shape.get(3));
  }

  private NDArray pattern(NDArray q, NDArray k, Pass pass) {
    var hooks = pass.hooks();
    var found = hooks.at(scoresHook, scores.of(q, k, pass));
    if (!hooks.changes(scoresHook)) {
      return found.softmax(-1);
    }
    // A row of nothing but −∞ attends to nothing, as in TransformerLens. Without a change there is
    // none. Its softmax would be NaN, and so would every gradient through it.
    var blind = found.max(new int[] {-1}, true).eq(scores.masked()); // [batch, head, queryPos, 1]
    var none = found.zerosLike();
    return Torch.where(blind, none, Torch.where(blind, none, found, found).softmax(-1), found);
  }

  private NDArray written(NDArray z, Hooks hooks) {
    if (hooks.wants(resultHook)) {
      var result = hooks.at(RESULT, layer, result(z));
      if (hooks.changes(resultHook)) {
        return result.sum(new int[] {2}).add(output.joined.bias()); // [batch, pos, dModel]
      }
    }
    var shape = z.getShape();
    var joined = z.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3));
    return output.joined.apply(joined); // [batch, pos, dModel]
  }

  private NDArray result(NDArray z) {
    var shape = z.getShape();
    var batch = shape.get(0);
    var pos = shape.get(1);
    var heads = shape.get(2);
    var byHead =
        z.transpose(2, 0, 1, 3)
            .reshape(heads, batch * pos, shape.get(3)); // [head, batch · pos, dHead]
    var written = byHead.matMul(output.byHead); // [head, batch · pos, dModel]
    var dModel = output.joined.bias().getShape().get(0);
    return written
        .reshape(new Shape(heads, batch, pos, dModel))
        .transpose(1, 2, 0, 3); // [batch, pos, head, dModel]
  }
}
