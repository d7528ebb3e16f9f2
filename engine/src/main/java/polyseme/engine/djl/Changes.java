// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.Target;
import polyseme.engine.tensor.Axis;

/// Carries out interventions on copies.
///
/// decision: attention scores and patterns change only where the query may look, whatever the
/// target says: a causal model stays causal. Infinite numbers are not scaled, so that a mask times
/// 0 is a mask, not NaN.
final class Changes {

  private Changes() {}

  /// What `x` becomes.
  ///
  /// @param change the intervention
  /// @param x what the hook point holds
  /// @return an array of the same shape
  static NDArray apply(Intervention change, NDArray x) {
    var where = reached(change.target(), x);
    return switch (change) {
      case Intervention.Zero(_) -> replaced(where, x, 0);
      case Intervention.SetTo(_, var value) -> replaced(where, x, value);
      case Intervention.Scale(_, var factor) ->
          chosen(and(where, isFinite(x)), x.mul(x.getManager().create(factor)), x);
      case Intervention.Add(_, var direction) ->
          chosen(where, x.add(x.getManager().create(direction.toArray())), x);
    };
  }

  private static NDArray replaced(@Nullable NDArray where, NDArray x, float value) {
    var manager = x.getManager();
    return where == null
        ? manager.full(x.getShape(), value, DataType.FLOAT32)
        : chosen(where, manager.create(value), x);
  }

  private static NDArray chosen(@Nullable NDArray where, NDArray yes, NDArray no) {
    return where == null ? yes : Torch.where(where, yes, no, no);
  }

  private static NDArray isFinite(NDArray x) {
    return x.abs().neq(x.getManager().create(Float.POSITIVE_INFINITY));
  }

  private static NDArray and(@Nullable NDArray where, NDArray also) {
    return where == null ? also : where.logicalAnd(also);
  }

  /// Where a target reaches: true or false in a shape that stretches to that of `x`; null for
  /// everywhere.
  private static @Nullable NDArray reached(Target target, NDArray x) {
    var axes = target.hook().axes();
    NDArray reached = null;
    for (var axis = 0; axis < axes.size(); axis++) {
      var only = axis == axes.size() - 1 ? target.index() : place(target, axes.get(axis));
      if (only != Target.ALL) {
        reached = and(reached, only(only, axis, x));
      }
    }
    return axes.getLast() == Axis.KEY_POS ? and(reached, seen(x)) : reached;
  }

  private static int place(Target target, Axis axis) {
    return switch (axis) {
      case HEAD, KEY_VALUE_HEAD -> target.head();
      case POS, QUERY_POS -> target.position();
      case BATCH, KEY_POS, D_HEAD, D_MODEL, D_MLP, D_VOCAB, ONE -> Target.ALL;
    };
  }

  private static NDArray only(int place, int axis, NDArray x) {
    var manager = x.getManager();
    var length = (int) x.getShape().get(axis);
    var shape = new long[x.getShape().dimension()];
    Arrays.fill(shape, 1);
    shape[axis] = length;
    return manager.arange(length).eq(manager.create(place)).reshape(new Shape(shape));
  }

  private static NDArray seen(NDArray x) {
    return causal(x.getManager(), (int) x.getShape().get(x.getShape().dimension() - 1));
  }

  /// Which positions see which.
  ///
  /// @param manager keeps the result
  /// @param width positions
  /// @return `[queryPos, keyPos]`, true where the key is not later than the query
  static NDArray causal(NDManager manager, int width) {
    var positions = manager.arange(width);
    return positions.reshape(width, 1).gte(positions); // [queryPos, keyPos]
  }
}
