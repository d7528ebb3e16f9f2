// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Round numbers along an axis: 1, 2 or 5 times a power of ten apart.
public final class Ticks {

  private Ticks() {}

  /// Round numbers within an interval.
  ///
  /// @param min its low end
  /// @param max its high end
  /// @param about how many are wanted, at least 1
  /// @return ascending, none outside; the one number if both ends are equal; empty if an end is not
  ///   finite
  public static List<Double> of(double min, double max, int about) {
    if (!Double.isFinite(min) || !Double.isFinite(max) || min > max) {
      return List.of();
    }
    if (min == max) {
      return List.of(min);
    }
    var step = step(max - min, about);
    var ticks = new ArrayList<Double>();
    for (var i = (long) Math.ceil(min / step - 1e-9); i * step <= max + 1e-9 * step; i++) {
      ticks.add(BigDecimal.valueOf(i).multiply(round(step)).doubleValue());
    }
    return List.copyOf(ticks);
  }

  /// The powers of ten up to a count, for a logarithmic axis that begins at 1.
  ///
  /// @param max greatest count
  /// @return 1, 10, 100, … not beyond `max`
  public static List<Long> powersOfTen(long max) {
    var ticks = new ArrayList<Long>();
    for (var tick = 1L; tick <= max; tick *= 10) {
      ticks.add(tick);
      if (tick > Long.MAX_VALUE / 10) {
        break;
      }
    }
    return List.copyOf(ticks);
  }

  /// A tick as text, without digits that say nothing.
  ///
  /// @param tick a round number
  /// @return as in `−0.5`, `20`, `3e6`
  public static String label(double tick) {
    if (tick == 0) {
      return "0";
    }
    var size = Math.abs(tick);
    var text =
        size >= 1e5 || size < 1e-3
            ? String.format(Locale.ROOT, "%.0e", tick).replaceAll("e\\+?(-?)0*(\\d)", "e$1$2")
            : new BigDecimal(String.format(Locale.ROOT, "%.6g", tick))
                .stripTrailingZeros()
                .toPlainString();
    return text.replace('-', '−');
  }

  private static double step(double width, int about) {
    var rough = width / Math.max(1, about);
    var power = Math.pow(10, Math.floor(Math.log10(rough)));
    var lead = rough / power;
    var nice = lead <= 1.5 ? 1 : lead <= 3.5 ? 2 : lead <= 7.5 ? 5 : 10;
    return round(nice * power).doubleValue();
  }

  private static BigDecimal round(double step) {
    return new BigDecimal(step).round(new MathContext(3));
  }
}
