// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import java.util.Arrays;

/// Puts points into the order of a Z-shaped curve, so that neighbours on the map are neighbours in
/// memory.
final class MortonOrder {

  private static final int STEPS = 0xFFFF;

  private MortonOrder() {}

  /// Points that are nowhere (NaN) are left out.
  static int[] of(float[] x, float[] y, PlaneBounds bounds) {
    var keys = new long[x.length];
    var count = 0;
    for (var i = 0; i < x.length; i++) {
      if (Float.isFinite(x[i]) && Float.isFinite(y[i])) {
        var column = step(x[i], bounds.minX(), bounds.maxX());
        var row = step(y[i], bounds.minY(), bounds.maxY());
        keys[count++] = (spread(column) | spread(row) << 1) << 31 | i;
      }
    }
    Arrays.sort(keys, 0, count);
    var order = new int[count];
    for (var i = 0; i < count; i++) {
      order[i] = (int) (keys[i] & 0x7FFFFFFF);
    }
    return order;
  }

  private static int step(double value, double min, double max) {
    return max > min ? (int) (STEPS * (value - min) / (max - min)) : 0;
  }

  /// Puts a 0 before every bit of a 16-bit number.
  private static long spread(int number) {
    var bits = (long) number;
    bits = (bits | bits << 8) & 0x00FF00FFL;
    bits = (bits | bits << 4) & 0x0F0F0F0FL;
    bits = (bits | bits << 2) & 0x33333333L;
    return (bits | bits << 1) & 0x55555555L;
  }
}
