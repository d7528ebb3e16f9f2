// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import java.util.BitSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import polyseme.engine.tensor.FloatMatrix;

/// Finds points by place: a grid over the plane with about two points a cell.
public final class PointPicker {

  private static final int NONE = -1;

  private final float[] x;
  private final float[] y;
  private final PlaneBounds bounds;
  private final int columns;
  private final int rows;

  /// Points of cell `c` are `members[starts[c]] … members[starts[c + 1] - 1]`.
  private final int[] starts;

  private final int[] members;
  private @Nullable BitSet visible;

  /// Sorts the points into the grid.
  ///
  /// @param xy `[point, 2]`; a point at NaN is never found
  /// @param bounds the rectangle that holds them
  public PointPicker(FloatMatrix xy, PlaneBounds bounds) {
    this.bounds = bounds;
    x = new float[xy.rows()];
    y = new float[xy.rows()];
    columns = Math.max(1, (int) Math.sqrt(xy.rows() / 2.0));
    rows = columns;
    starts = new int[columns * rows + 1];
    members = new int[xy.rows()];
    for (var i = 0; i < x.length; i++) {
      x[i] = xy.get(i, 0);
      y[i] = xy.get(i, 1);
    }
    sort();
  }

  private void sort() {
    for (var i = 0; i < x.length; i++) {
      if (placed(i)) {
        starts[cell(i) + 1]++;
      }
    }
    for (var c = 1; c < starts.length; c++) {
      starts[c] += starts[c - 1];
    }
    var next = starts.clone();
    for (var i = 0; i < x.length; i++) {
      if (placed(i)) {
        members[next[cell(i)]++] = i;
      }
    }
  }

  private boolean placed(int point) {
    return Float.isFinite(x[point]) && Float.isFinite(y[point]);
  }

  private int cell(int point) {
    return row(y[point]) * columns + column(x[point]);
  }

  private int column(double value) {
    return slot(value, bounds.minX(), bounds.maxX(), columns);
  }

  private int row(double value) {
    return slot(value, bounds.minY(), bounds.maxY(), rows);
  }

  private static int slot(double value, double min, double max, int slots) {
    var slot = max > min ? slots * (value - min) / (max - min) : 0;
    return (int) Math.clamp(slot, 0, slots - 1);
  }

  /// Points that are not visible are not found.
  ///
  /// @param points those that are; null for all
  public void setVisible(@Nullable BitSet points) {
    visible = points;
  }

  private boolean canBeFound(int point) {
    return visible == null || visible.get(point);
  }

  /// The place of a point.
  ///
  /// @param point its row
  /// @return x in the plane, NaN if nowhere
  public double x(int point) {
    return x[point];
  }

  /// The place of a point.
  ///
  /// @param point its row
  /// @return y in the plane, NaN if nowhere
  public double y(int point) {
    return y[point];
  }

  /// The visible point nearest to a place on the screen.
  ///
  /// @param view where the plane lies
  /// @param screenX pixels from the left
  /// @param screenY pixels from the top
  /// @param reach pixels beyond which nothing counts
  /// @return its row, −1 if none is within reach
  public int nearest(Viewport view, double screenX, double screenY, double reach) {
    var best = new Nearest(reach);
    eachIn(
        new PlaneBounds(
            view.planeX(screenX - reach),
            view.planeY(screenY + reach),
            view.planeX(screenX + reach),
            view.planeY(screenY - reach)),
        point ->
            best.offer(
                point,
                Math.hypot(view.screenX(x[point]) - screenX, view.screenY(y[point]) - screenY)));
    return best.point;
  }

  /// The next visible point in a direction, for walking with the arrow keys.
  ///
  /// @param view where the plane lies
  /// @param from row of the point where the walk starts
  /// @param dx −1 left, 1 right, 0 neither
  /// @param dy −1 up, 1 down, 0 neither
  /// @return its row, −1 if there is none within 45° of the direction
  public int next(Viewport view, int from, int dx, int dy) {
    var best = new Nearest(Double.POSITIVE_INFINITY);
    for (var i = 0; i < x.length; i++) {
      if (i == from || !placed(i) || !canBeFound(i)) {
        continue;
      }
      var right = (x[i] - x[from]) * view.scaleX();
      var down = (y[from] - y[i]) * view.scaleY();
      var along = right * dx + down * dy;
      var across = Math.abs(right * dy) + Math.abs(down * dx);
      if (along > 0 && across <= along) {
        // decision: a point ahead beats one as far away to the side
        best.offer(i, along + 2 * across);
      }
    }
    return best.point;
  }

  /// The visible points in a rectangle.
  ///
  /// @param box the rectangle
  /// @return their rows
  public BitSet within(PlaneBounds box) {
    var found = new BitSet(x.length);
    eachIn(box, found::set);
    return found;
  }

  /// The visible points in a loop drawn by hand.
  ///
  /// @param loop corners in the plane
  /// @return their rows
  public BitSet within(Loop loop) {
    var found = new BitSet(x.length);
    eachIn(
        loop.bounds(),
        point -> {
          if (loop.holds(x[point], y[point])) {
            found.set(point);
          }
        });
    return found;
  }

  private void eachIn(PlaneBounds box, IntConsumer action) {
    for (var row = row(box.minY()); row <= row(box.maxY()); row++) {
      for (var column = column(box.minX()); column <= column(box.maxX()); column++) {
        var cell = row * columns + column;
        for (var i = starts[cell]; i < starts[cell + 1]; i++) {
          var point = members[i];
          if (box.holds(x[point], y[point]) && canBeFound(point)) {
            action.accept(point);
          }
        }
      }
    }
  }

  private static final class Nearest {
    private int point = NONE;
    private double distance;

    Nearest(double limit) {
      distance = limit;
    }

    void offer(int candidate, double candidateDistance) {
      if (candidateDistance < distance || (point == NONE && candidateDistance == distance)) {
        point = candidate;
        distance = candidateDistance;
      }
    }
  }
}
