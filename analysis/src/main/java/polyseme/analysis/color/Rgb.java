// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.color;

/// Colours as numbers `0xRRGGBB`.
public final class Rgb {

  private Rgb() {}

  /// How CSS and SVG write a colour.
  ///
  /// @param rgb `0xRRGGBB`; higher bits are ignored
  /// @return `#rrggbb`
  public static String css(int rgb) {
    return "#%06x".formatted(rgb & 0xFFFFFF);
  }

  /// The red part.
  ///
  /// @param rgb `0xRRGGBB`
  /// @return 0 to 255
  public static int red(int rgb) {
    return rgb >> 16 & 0xFF;
  }

  /// The green part.
  ///
  /// @param rgb `0xRRGGBB`
  /// @return 0 to 255
  public static int green(int rgb) {
    return rgb >> 8 & 0xFF;
  }

  /// The blue part.
  ///
  /// @param rgb `0xRRGGBB`
  /// @return 0 to 255
  public static int blue(int rgb) {
    return rgb & 0xFF;
  }

  /// How far apart in brightness two colours are, as the Web Content Accessibility Guidelines
  /// measure it. In: two colours in any order. Out: 1 (equal) to 21 (black on white), no unit; text
  /// needs 4.5. Source: WCAG 2.2, contrast ratio.
  ///
  /// @param one `0xRRGGBB`
  /// @param other `0xRRGGBB`
  /// @return the contrast ratio
  public static double contrast(int one, int other) {
    var a = luminance(one) + 0.05;
    var b = luminance(other) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  /// Brightness of a colour. Source: WCAG 2.2, relative luminance.
  ///
  /// @param rgb `0xRRGGBB`
  /// @return 0 (black) to 1 (white)
  public static double luminance(int rgb) {
    return 0.2126 * linear(red(rgb)) + 0.7152 * linear(green(rgb)) + 0.0722 * linear(blue(rgb));
  }

  static double linear(int channel) {
    var c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
