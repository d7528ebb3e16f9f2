// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

/// Numbers as they are read on plots.
final class Numbers {

  private static final double LARGE = 10_000;
  private static final double SMALL = 0.001;

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

  /// A count short enough for an axis: `1`, `10`, `1k`, `10M`.
  static String power(long count) {
    if (count >= 1_000_000) {
      return count / 1_000_000 + "M";
    }
    return count >= 1000 ? count / 1000 + "k" : Long.toString(count);
  }
}
