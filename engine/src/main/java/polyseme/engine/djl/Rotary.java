// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import polyseme.engine.model.Rope;
import polyseme.engine.model.Rope.Pairing;

/// Turns queries and keys by their positions.
///
/// The table of a whole context may be larger than the model, so a table is made for the widths
/// that occur, rounded up, and kept.
final class Rotary {

  private static final int LEAST_ROWS = 128;

  private final Rope rope;
  private final int dHead;
  private final NDManager manager;
  private final ConcurrentMap<Integer, Angles> kept = new ConcurrentHashMap<>();

  /// Cosine and sine of every angle.
  ///
  /// @param cos `[pos, 1, width / 2]`
  /// @param sin `[pos, 1, width / 2]`
  private record Angles(NDArray cos, NDArray sin) {}

  /// A rotation.
  ///
  /// @param rope frequencies
  /// @param dHead width of a head
  /// @param manager keeps the tables
  Rotary(Rope rope, int dHead, NDManager manager) {
    this.rope = rope;
    this.dHead = dHead;
    this.manager = manager;
  }

  /// Turns one of them.
  ///
  /// @param x `[batch, pos, head, dHead]`
  /// @return the same shape
  NDArray apply(NDArray x) {
    var angles = angles((int) x.getShape().get(1), x.getManager());
    if (rope.width() == dHead) {
      return turned(x, angles);
    }
    var parts = x.split(new long[] {rope.width()}, 3);
    return NDArrays.concat(new NDList(turned(parts.get(0), angles), parts.get(1)), 3);
  }

  private NDArray turned(NDArray x, Angles angles) {
    var half = rope.width() / 2;
    if (rope.pairing() == Pairing.HALVES) {
      var parts = x.split(new long[] {half}, 3);
      var turned = turned(parts.get(0), parts.get(1), angles);
      return NDArrays.concat(turned, 3);
    }
    var shape = x.getShape();
    var pairs = x.reshape(shape.get(0), shape.get(1), shape.get(2), half, 2).split(2, 4);
    var turned = turned(pairs.get(0).squeeze(4), pairs.get(1).squeeze(4), angles);
    return NDArrays.stack(turned, 4).reshape(shape);
  }

  private static NDList turned(NDArray first, NDArray second, Angles angles) {
    return new NDList(
        first.mul(angles.cos).sub(second.mul(angles.sin)),
        second.mul(angles.cos).add(first.mul(angles.sin)));
  }

  private Angles angles(int positions, NDManager scope) {
    if (RotaryTable.dependsOnLength(rope, positions)) {
      return made(RotaryTable.of(rope, positions), scope);
    }
    var rows =
        Math.min(
            RotaryTable.longest(rope),
            Math.max(LEAST_ROWS, Integer.highestOneBit(Math.max(1, positions - 1)) * 2));
    var all = kept.computeIfAbsent(rows, count -> made(RotaryTable.of(rope, count), manager));
    return new Angles(first(all.cos, positions, scope), first(all.sin, positions, scope));
  }

  private static NDArray first(NDArray table, int positions, NDManager scope) {
    var rows = table.get(scope, new NDIndex("0:" + positions));
    rows.attach(scope);
    return rows;
  }

  private Angles made(RotaryTable table, NDManager keeper) {
    var shape = new Shape(table.positions(), 1, rope.width() / 2);
    return new Angles(
        keeper.create(table.cos().toArray(), shape), keeper.create(table.sin().toArray(), shape));
  }
}
