// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

/// Numbers as they are read on plots.
final class Numbers {

  private static final double LARGE = 10_000;
  private static final double SMALL = 0.001;

  private static final String RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Numbers() {}

  /// Three digits that count, no trailing zeros, a true minus sign.
  static String brief(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    var size = Math.abs(value);
    String text;
    if (size != 0 && (size >= LARGE || size < SMALL)) {
      text = "%.1e".formatted(value);
    } else if (size >= 100) {
      text = "%.0f".formatted(value);
    } else {
      var digits = size >= 10 ? 1 : size >= 1 ? 2 : 3;
      text = ("%." + digits + "f").formatted(value);
      text = text.replaceAll("\\.?0+$", "");
    }
    return text.equals("-0") ? "0" : text.replace('-', '−');
  }

  /// A power of ten short enough for an axis: `0.01`, `1`, `100`, `10⁻⁴`.
  static String power(int exponent) {
    if (Math.abs(exponent) <= 2) {
      return brief(Math.pow(10, exponent));
    }
    var raised = new StringBuilder("10");
    for (var digit : Integer.toString(exponent).toCharArray()) {
      raised.append(digit == '-' ? '⁻' : RAISED.charAt(digit - '0'));
    }
    return raised.toString();
  }
}
