// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.color;

/// Which theme a page or figure has.
public enum PageTheme {
  /// The reader's: follows the browser's setting. Meant for HTML; other programs may show an SVG
  /// drawn so without colours.
  AUTO("light dark"),
  /// Always light.
  LIGHT("light"),
  /// Always dark.
  DARK("dark");

  private final String colorScheme;

  PageTheme(String colorScheme) {
    this.colorScheme = colorScheme;
  }

  /// What the CSS property `color-scheme` says.
  ///
  /// @return `light dark`, `light` or `dark`
  public String colorScheme() {
    return colorScheme;
  }

  /// A colour as CSS writes it.
  ///
  /// @param light the colour in the light theme, `0xRRGGBB`
  /// @param dark the colour in the dark theme, `0xRRGGBB`
  /// @return one colour, or both as `light-dark(…)`
  public String css(int light, int dark) {
    return switch (this) {
      case AUTO ->
          light == dark
              ? Rgb.css(light)
              : "light-dark(%s,%s)".formatted(Rgb.css(light), Rgb.css(dark));
      case LIGHT -> Rgb.css(light);
      case DARK -> Rgb.css(dark);
    };
  }
}
