// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.figure;

import polyseme.engine.tensor.FloatMatrix;

/// From the coordinates of a map to pixels, with one scale for both axes.
///
/// @param left first pixel across
/// @param top first pixel down
/// @param width pixels across
/// @param height pixels down
/// @param centerX coordinate in the middle
/// @param centerY coordinate in the middle
/// @param scale pixels a unit
record Plane(
    int left, int top, int width, int height, double centerX, double centerY, double scale) {

  private static final double MARGIN = 1.06;

  static Plane around(FloatMatrix xy, int left, int top, int width, int height) {
    var x = reach(xy, 0);
    var y = reach(xy, 1);
    var scale = Math.min(width / ((x.max - x.min) * MARGIN), height / ((y.max - y.min) * MARGIN));
    var finite = Double.isFinite(scale) && scale > 0 ? scale : 1;
    return new Plane(left, top, width, height, (x.min + x.max) / 2, (y.min + y.max) / 2, finite);
  }

  double x(double value) {
    return left + width / 2.0 + (value - centerX) * scale;
  }

  double y(double value) {
    return top + height / 2.0 - (value - centerY) * scale;
  }

  double minX() {
    return centerX - width / 2.0 / scale;
  }

  double maxX() {
    return centerX + width / 2.0 / scale;
  }

  double minY() {
    return centerY - height / 2.0 / scale;
  }

  double maxY() {
    return centerY + height / 2.0 / scale;
  }

  private record Reach(double min, double max) {}

  private static Reach reach(FloatMatrix xy, int column) {
    var min = Double.POSITIVE_INFINITY;
    var max = Double.NEGATIVE_INFINITY;
    for (var row = 0; row < xy.rows(); row++) {
      if (Float.isFinite(xy.get(row, column))) {
        min = Math.min(min, xy.get(row, column));
        max = Math.max(max, xy.get(row, column));
      }
    }
    return min <= max ? new Reach(min, max) : new Reach(0, 0);
  }
}
