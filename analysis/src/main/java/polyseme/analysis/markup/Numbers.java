// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.markup;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Numbers as people read them. Files for programs hold the exact ones instead.
public final class Numbers {

  private Numbers() {}

  /// Four significant digits, with a true minus sign; digits before the point are never rounded
  /// away.
  ///
  /// @param value any number
  /// @return as in `−0.1234`, `1.200e−7`, `∞`, `NaN`
  public static String show(double value) {
    return show(value, 4);
  }

  /// A number rounded to significant digits, with a true minus sign; digits before the point are
  /// never rounded away. Very large and very small numbers have an exponent.
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
      return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value)
          .replaceAll("e\\+?(-?)0*(\\d)", "e$1$2")
          .replace('-', '−');
    }
    var rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    var decimals = Math.max(0, rounded.scale() + digits - rounded.precision());
    return new BigDecimal(value)
        .setScale(decimals, RoundingMode.HALF_EVEN)
        .toPlainString()
        .replace('-', '−');
  }

  /// A number with a fixed count of decimals, for columns.
  ///
  /// @param value any number
  /// @param decimals how many
  /// @return as in `−0.060`
  public static String fixed(double value, int decimals) {
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, "%." + decimals + "f", value).replace('-', '−')
        : show(value);
  }

  /// A coordinate in pixels, to a tenth.
  ///
  /// @param value any finite number
  /// @return as in `12.5`, `-3`
  public static String pixels(double value) {
    var tenths = Math.round(value * 10);
    var size = Math.abs(tenths);
    var text = size % 10 == 0 ? Long.toString(size / 10) : size / 10 + "." + size % 10;
    return tenths < 0 ? "-" + text : text;
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
    return Double.isNaN(share)
        ? "NaN"
        : String.format(Locale.ROOT, "%.1f\u00A0%%", 100 * share).replace('-', '−');
  }
}
