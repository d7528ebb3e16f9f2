// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import org.jspecify.annotations.Nullable;

/// Queries, keys and values out of what attention reads.
///
/// @param joint all three in one matrix: queries, keys, values, each head by head; `[(heads + 2 ·
///   keyValueHeads) · dHead, dModel]`
/// @param sizes how many heads of what width
/// @param clip numbers are kept within ± this; infinite for no limit
record Projections(Linear joint, Sizes sizes, double clip) {

  /// Heads of attention.
  ///
  /// @param heads heads of queries
  /// @param keyValueHeads heads of keys and values
  /// @param dHead width of a head
  record Sizes(long heads, long keyValueHeads, long dHead) {
    private long queryRows() {
      return heads * dHead;
    }

    private long keyRows() {
      return keyValueHeads * dHead;
    }
  }

  /// Queries, keys and values.
  ///
  /// @param q `[batch, pos, head, dHead]`
  /// @param k `[batch, pos, keyValueHead, dHead]`
  /// @param v `[batch, pos, keyValueHead, dHead]`
  record Projected(NDArray q, NDArray k, NDArray v) {}

  /// All three from what attention reads.
  ///
  /// @param x `[batch, pos, dModel]`
  /// @param positions added to what queries and keys read, not values; null for nothing
  Projected of(NDArray x, @Nullable NDArray positions) {
    var first = sizes.queryRows();
    var second = first + sizes.keyRows();
    if (positions == null) {
      var parts = joint.apply(x).split(new long[] {first, second}, 2);
      return heads(parts.get(0), parts.get(1), parts.get(2));
    }
    var scope = x.getManager();
    var forScores = rows(0, second, scope).apply(x.add(positions)).split(new long[] {first}, 2);
    var values = rows(second, second + sizes.keyRows(), scope).apply(x);
    return heads(forScores.get(0), forScores.get(1), values);
  }

  private Linear rows(long from, long to, NDManager scope) {
    var span = from + ":" + to;
    return new Linear(
        joint.weight().get(scope, new NDIndex(span)), joint.bias().get(scope, new NDIndex(span)));
  }

  private Projected heads(NDArray q, NDArray k, NDArray v) {
    return new Projected(
        byHead(q, sizes.heads), byHead(k, sizes.keyValueHeads), byHead(v, sizes.keyValueHeads));
  }

  private NDArray byHead(NDArray x, long heads) {
    var shape = x.getShape();
    return clipped(x).reshape(shape.get(0), shape.get(1), heads, sizes.dHead);
  }

  private NDArray clipped(NDArray x) {
    return Double.isInfinite(clip) ? x : Torch.clip(x, -clip, clip);
  }

  /// All three from inputs of single heads.
  ///
  /// @param inputs normalised, with positions
  Projected of(HeadInputs inputs) {
    var first = sizes.queryRows();
    var second = first + sizes.keyRows();
    var scope = inputs.q().getManager();
    return new Projected(
        perHead(inputs.q(), rows(0, first, scope), sizes.heads),
        perHead(inputs.k(), rows(first, second, scope), sizes.keyValueHeads),
        perHead(inputs.v(), rows(second, second + sizes.keyRows(), scope), sizes.keyValueHeads));
  }

  private NDArray perHead(NDArray x, Linear part, long heads) {
    var shape = x.getShape();
    var batch = shape.get(0);
    var pos = shape.get(1);
    var dModel = shape.get(3);
    var read = x.transpose(2, 0, 1, 3).reshape(heads, batch * pos, dModel);
    var weight = part.weight().reshape(heads, sizes.dHead, dModel); // [head, dHead, dModel]
    var out = read.matMul(weight.transpose(0, 2, 1)); // [head, batch · pos, dHead]
    var byPosition = out.reshape(heads, batch, pos, sizes.dHead).transpose(1, 2, 0, 3);
    return clipped(byPosition.add(part.bias().reshape(heads, sizes.dHead)));
  }
}
