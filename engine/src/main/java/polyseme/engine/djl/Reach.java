// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.Places;
import polyseme.engine.hook.Target;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.Attention;
import polyseme.engine.tensor.Axis;

/// Which numbers of an array a target reaches. Masks have a shape that stretches to that of the
/// array; null stands for everything.
///
/// decision: attention scores and patterns change only where the query may look, whatever the
/// target says: a causal model stays causal, and a window stays a window.
///
/// @param tokens the texts of the pass
/// @param layers what each block's queries see
record Reach(TokenBatch tokens, List<Attention.Layer> layers) {

  Reach {
    layers = List.copyOf(layers);
  }

  /// Where a target reaches.
  @Nullable NDArray of(Target target, NDArray x) {
    var axes = target.hook().axes();
    NDArray reached = null;
    for (var axis = 0; axis < axes.size(); axis++) {
      var places = places(target, axis);
      if (!places.isAll()) {
        reached = and(reached, only(places, axis, x));
      }
    }
    return axes.getLast() == Axis.KEY_POS ? and(reached, seen(target.hook(), x)) : reached;
  }

  /// The places of one axis that a target covers.
  static Places places(Target target, int axis) {
    var axes = target.hook().axes();
    if (axis == axes.size() - 1) {
      return target.indices();
    }
    return switch (axes.get(axis)) {
      case BATCH -> target.rows();
      case HEAD, KEY_VALUE_HEAD -> target.heads();
      case POS, QUERY_POS -> target.positions();
      case KEY_POS, D_HEAD, D_QUERIES, D_KEYS, D_MODEL, D_MLP, D_VOCAB, ONE -> Places.ALL;
    };
  }

  /// Where a text really has a token, seen from the axis of positions.
  NDArray real(HookPoint hook, NDArray x) {
    var axis = positionAxis(hook);
    var width = tokens.width();
    var real = new boolean[tokens.rows() * width];
    for (var row = 0; row < tokens.rows(); row++) {
      Arrays.fill(real, row * width, row * width + tokens.length(row), true);
    }
    var shape = ones(x);
    shape[0] = tokens.rows();
    shape[axis] = width;
    return x.getManager().create(real, new Shape(shape));
  }

  /// Which axis counts positions.
  static int positionAxis(HookPoint hook) {
    return hook.axes().getLast() == Axis.KEY_POS
        ? hook.axes().indexOf(Axis.QUERY_POS)
        : hook.axes().indexOf(Axis.POS);
  }

  /// Both.
  static NDArray and(@Nullable NDArray where, NDArray also) {
    return where == null ? also : where.logicalAnd(also);
  }

  private static long[] ones(NDArray x) {
    var shape = new long[x.getShape().dimension()];
    Arrays.fill(shape, 1);
    return shape;
  }

  private static NDArray only(Places places, int axis, NDArray x) {
    var chosen = new boolean[(int) x.getShape().get(axis)];
    places.on(chosen.length).forEach(place -> chosen[place] = true);
    var shape = ones(x);
    shape[axis] = chosen.length;
    return x.getManager().create(chosen, new Shape(shape));
  }

  private NDArray seen(HookPoint hook, NDArray x) {
    var width = (int) x.getShape().get(x.getShape().dimension() - 1);
    var window =
        switch (hook) {
          case HookPoint.InBlock(var layer, _) -> layers.get(layer).window();
          case HookPoint.Global _ -> Attention.Layer.ALL;
        };
    return visible(x.getManager(), width, window);
  }

  /// Which positions see which.
  ///
  /// @param manager keeps the result
  /// @param width positions
  /// @param window how many positions a query sees, itself among them; 0 for all before it
  /// @return `[queryPos, keyPos]`, true where the key is not later than the query and within the
  ///   window
  static NDArray visible(NDManager manager, int width, int window) {
    var places = manager.arange(width);
    var queries = places.reshape(width, 1);
    var causal = queries.gte(places); // [queryPos, keyPos]
    if (window == Attention.Layer.ALL || window >= width) {
      return causal;
    }
    return causal.logicalAnd(
        queries.sub(places).lt(manager.create(window))); // query − key < window
  }
}
