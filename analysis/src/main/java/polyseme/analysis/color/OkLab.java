// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.color;

/// A colour by lightness and two opponent axes, where equal distances look about equally large.
/// Source: Björn Ottosson, "A perceptual color space for image processing", 2020 (constants in the
/// public domain).
///
/// @param l lightness, 0 to 1
/// @param a green (−) to red (+)
/// @param b blue (−) to yellow (+)
record OkLab(double l, double a, double b) {

  static OkLab of(int rgb) {
    var red = Rgb.linear(Rgb.red(rgb));
    var green = Rgb.linear(Rgb.green(rgb));
    var blue = Rgb.linear(Rgb.blue(rgb));
    var l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
    var m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
    var s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
    return new OkLab(
        0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
        1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s);
  }

  static OkLab ofHue(double lightness, double chroma, double degrees) {
    var angle = Math.toRadians(degrees);
    return new OkLab(lightness, chroma * Math.cos(angle), chroma * Math.sin(angle));
  }

  /// The nearest colour a screen shows: each channel is clamped.
  int toRgb() {
    return channel(red()) << 16 | channel(green()) << 8 | channel(blue());
  }

  /// Whether a screen shows exactly this colour.
  boolean onScreen() {
    return within(red()) && within(green()) && within(blue());
  }

  OkLab towards(OkLab other, double t) {
    return new OkLab(l + t * (other.l - l), a + t * (other.a - a), b + t * (other.b - b));
  }

  double distance(OkLab other) {
    return Math.sqrt(square(l - other.l) + square(a - other.a) + square(b - other.b));
  }

  private double red() {
    return 4.0767416621 * cone(0) - 3.3077115913 * cone(1) + 0.2309699292 * cone(2);
  }

  private double green() {
    return -1.2684380046 * cone(0) + 2.6097574011 * cone(1) - 0.3413193965 * cone(2);
  }

  private double blue() {
    return -0.0041960863 * cone(0) - 0.7034186147 * cone(1) + 1.7076147010 * cone(2);
  }

  private double cone(int which) {
    var root =
        switch (which) {
          case 0 -> l + 0.3963377774 * a + 0.2158037573 * b;
          case 1 -> l - 0.1055613458 * a - 0.0638541728 * b;
          default -> l - 0.0894841775 * a - 1.2914855480 * b;
        };
    return root * root * root;
  }

  private static int channel(double linear) {
    var c = Math.clamp(linear, 0.0, 1.0);
    var encoded = c <= 0.0031308 ? 12.92 * c : 1.055 * Math.pow(c, 1 / 2.4) - 0.055;
    return (int) Math.round(255 * encoded);
  }

  private static boolean within(double linear) {
    return linear >= -1e-4 && linear <= 1 + 1e-4;
  }

  private static double square(double x) {
    return x * x;
  }
}
