// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/// Numbers as the window writes them.
public final class Figures {

  private static final int DIGITS = 4;
  private static final int LARGEST_EXPONENT = 5;
  private static final int LEAST_EXPONENT = -4;

  private Figures() {}

  /// A measured number with four significant digits.
  ///
  /// @param value any number
  /// @return such as `0.01234`, `12.34`, `1,234` or `1.234e−7`; a dash when it is not defined
  public static String measured(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    if (value == 0) {
      return "0";
    }
    var rounded = BigDecimal.valueOf(value).round(new MathContext(DIGITS));
    var exponent = rounded.precision() - rounded.scale() - 1;
    var text =
        exponent > LARGEST_EXPONENT || exponent < LEAST_EXPONENT
            ? String.format(Locale.ROOT, "%.3e", rounded)
                .replaceFirst("e([+-])0", "e$1")
                .replace("e+", "e")
            : String.format(Locale.ROOT, "%,." + Math.max(0, DIGITS - 1 - exponent) + "f", rounded);
    return text.replace('-', '−');
  }

  /// A number from −1 to 1, such as a silhouette, three digits after the point and always as wide.
  ///
  /// @param value the number
  /// @return such as `−0.042`; a dash when it is not defined
  public static String share(double value) {
    return Double.isNaN(value)
        ? "     –"
        : String.format(Locale.ROOT, "%6.3f", value).replace('-', '−');
  }

  /// A count.
  ///
  /// @param count of whatever is counted
  /// @return with commas between the thousands
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
