// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.Target;
import polyseme.engine.tensor.Axis;
import polyseme.engine.tensor.FloatVector;

/// Carries out interventions on copies. Gradients pass through them.
///
/// decision: infinite numbers are not scaled and are part of no mean, so that a mask times 0 is a
/// mask, not NaN.
///
/// @param reach which numbers a target reaches
record Changes(Reach reach) {

  /// What `x` becomes.
  ///
  /// @param change the intervention, already checked
  /// @param x what the hook point holds
  /// @return an array of the same shape
  NDArray apply(Intervention change, NDArray x) {
    var where = reach.of(change.target(), x);
    var manager = x.getManager();
    return switch (change) {
      case Intervention.Zero(_) -> replaced(where, x, 0);
      case Intervention.SetTo(_, var value) -> replaced(where, x, value);
      case Intervention.SetToVector(var target, var values) ->
          chosen(where, manager.create(row(target, values, x)).broadcast(x.getShape()), x);
      case Intervention.Scale(_, var factor) ->
          chosen(Reach.and(where, isFinite(x)), x.mul(manager.create(factor)), x);
      case Intervention.Add(var target, var direction) ->
          chosen(where, x.add(manager.create(row(target, direction, x))), x);
      case Intervention.Mean(var target, var over) -> mean(target, over, where, x);
      case Intervention.Replace(_, var values) -> chosen(where, Blocks.stretched(values, x), x);
      case Intervention.Apply(var target, var function) ->
          chosen(where, Blocks.applied(target, function, x), x);
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

  /// As wide as the last axis, with the values at the coordinates that the target covers.
  private static float[] row(Target target, FloatVector values, NDArray x) {
    var row = new float[(int) x.getShape().get(x.getShape().dimension() - 1)];
    var covered = target.indices().on(row.length).toArray();
    for (var i = 0; i < covered.length; i++) {
      row[covered[i]] = values.get(i);
    }
    return row;
  }

  private NDArray mean(Target target, Intervention.Over over, @Nullable NDArray where, NDArray x) {
    var manager = x.getManager();
    var finite = isFinite(x);
    var averaged = Reach.and(where, reach.real(target.hook(), x).logicalAnd(finite));
    var one = manager.create(1f);
    var none = manager.create(0f);
    var axes = axes(target, over);
    var sum = Torch.where(averaged, x, none, x).sum(axes, true);
    var count = Torch.where(averaged, one, none, x).sum(axes, true);
    var mean = sum.div(count.maximum(one));
    var known = Reach.and(where, finite).logicalAnd(count.gt(none));
    return Torch.where(known, mean, x, x);
  }

  private static int[] axes(Target target, Intervention.Over over) {
    var axes = new ArrayList<Integer>();
    if (over != Intervention.Over.POSITIONS) {
      axes.add(target.hook().axes().indexOf(Axis.BATCH));
    }
    if (over != Intervention.Over.BATCH) {
      axes.add(Reach.positionAxis(target.hook()));
    }
    return axes.stream().mapToInt(Integer::intValue).toArray();
  }
}
