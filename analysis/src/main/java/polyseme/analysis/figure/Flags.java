// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.figure;

import java.util.ArrayList;
import java.util.List;

/// Places the names of ringed points so that they do not run into each other.
final class Flags {

  private static final double AWAY = 10;
  private static final double LINE = 16;
  private static final double LETTER = 8;
  private static final List<Integer> STEPS = List.of(0, 1, -1, 2, -2, 3, -3, 4);

  private final double right;
  private final List<Flag> placed = new ArrayList<>();

  /// A name's place.
  ///
  /// @param nearX where it begins, or ends if it stands to the left of its point
  /// @param baseline its baseline
  /// @param width about how wide it is
  /// @param leftwards whether it stands to the left of its point
  record Flag(double nearX, double baseline, double width, boolean leftwards) {

    private double left() {
      return leftwards ? nearX - width : nearX;
    }

    private boolean meets(Flag other) {
      return Math.abs(baseline - other.baseline) < LINE
          && left() < other.left() + other.width
          && other.left() < left() + width;
    }
  }

  /// @param right names to the right of points end before this
  Flags(double right) {
    this.right = right;
  }

  Flag place(double x, double y, String name) {
    var width = LETTER * name.length();
    for (var step : STEPS) {
      for (var leftwards : List.of(x + AWAY + width > right, x - AWAY - width > 0)) {
        var flag = flag(x, y - 7 + step * LINE, width, leftwards);
        if (placed.stream().noneMatch(flag::meets)) {
          placed.add(flag);
          return flag;
        }
      }
    }
    return flag(x, y - 7, width, x + AWAY + width > right);
  }

  private static Flag flag(double x, double baseline, double width, boolean leftwards) {
    return new Flag(x + (leftwards ? -AWAY : AWAY), baseline, width, leftwards);
  }
}
