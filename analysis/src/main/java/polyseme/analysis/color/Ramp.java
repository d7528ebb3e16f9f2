// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.color;

/// Colours along a line through given ones, in steps that look equal.
final class Ramp {

  private static final int STEPS = 1024;

  private final int[] colors = new int[STEPS + 1];

  /// @param anchors at least two colours at equal distances; the ends are kept exactly
  Ramp(int... anchors) {
    for (var step = 0; step <= STEPS; step++) {
      var place = (double) step / STEPS * (anchors.length - 1);
      var left = Math.min((int) place, anchors.length - 2);
      var from = OkLab.of(anchors[left]);
      colors[step] = from.towards(OkLab.of(anchors[left + 1]), place - left).toRgb();
    }
    colors[0] = anchors[0];
    colors[STEPS] = anchors[anchors.length - 1];
  }

  /// @param t from 0 to 1
  int at(double t) {
    return colors[(int) Math.round(t * STEPS)];
  }
}
