// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.markup;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Numbers as people read them. Files for programs hold the exact ones instead.
public final class Numbers {

  private Numbers() {}

  /// Four significant digits, with a true minus sign.
  ///
  /// @param value any number
  /// @return as in `−0.1234`, `1.200e−7`, `∞`, `NaN`
  public static String show(double value) {
    return show(value, 4);
  }

  /// A number rounded to significant digits, with a true minus sign. Very large and very small ones have
  /// an exponent.
  ///
  /// @param value any number
  /// @param digits significant digits
  /// @return the number as text
  public static String show(double value, int digits) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    if (value == 0) {
      return "0";
    }
    var size = Math.abs(value);
    if (size < 1e-4 || size >= 1e7) {
      return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value).replace('-', '−');
    }
    var rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    return rounded.toPlainString().replace('-', '−');
  }

  /// A whole number with its thousands apart.
  ///
  /// @param value any
  /// @return as in `36,864`
  public static String show(long value) {
    return String.format(Locale.ROOT, "%,d", value).replace('-', '−');
  }

  /// A share of the whole.
  ///
  /// @param share 0 to 1
  /// @return as in `12.3 %`
  public static String percent(double share) {
    return Double.isNaN(share) ? "NaN" : String.format(Locale.ROOT, "%.1f\u00A0%%", 100 * share).replace('-', '−');
  }
}
