// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.theme;

import javafx.scene.paint.Color;
import polyseme.analysis.color.Theme;

/// The colours of one theme for what is painted rather than styled; the style sheets hold the same.
///
/// @param window the window behind all panels
/// @param panel panels
/// @param raised what lies on a panel: flags, buttons
/// @param plot behind maps, plots and heat maps: the colour of 0
/// @param border one-pixel lines
/// @param text words that are read
/// @param muted words that explain, bars of counts
/// @param faint lines that only guide the eye
/// @param accent what can be acted on; never data
/// @param ring around the point in focus
public record ThemeColors(
    Color window,
    Color panel,
    Color raised,
    Color plot,
    Color border,
    Color text,
    Color muted,
    Color faint,
    Color accent,
    Color ring) {

  private static final ThemeColors LIGHT = paint(Theme.LIGHT, 0xAEB5C0, 0x000000);
  private static final ThemeColors DARK = paint(Theme.DARK, 0x4A5462, 0xFFFFFF);

  /// The colours of a theme.
  ///
  /// @param theme light or dark
  /// @return its colours
  public static ThemeColors of(Theme theme) {
    return switch (theme) {
      case LIGHT -> LIGHT;
      case DARK -> DARK;
    };
  }

  private static ThemeColors paint(Theme theme, int faint, int ring) {
    return new ThemeColors(
        color(theme.background()),
        color(theme.panel()),
        color(theme.raised()),
        color(theme.neutral()),
        color(theme.border()),
        color(theme.text()),
        color(theme.mutedText()),
        color(faint),
        color(theme.accent()),
        color(ring));
  }

  /// A colour from a number.
  ///
  /// @param rgb `0xRRGGBB`; higher bits are passed over
  /// @return the opaque colour
  public static Color color(int rgb) {
    return Color.rgb((rgb >> 16) & 0xFF, (rgb >> 8) & 0xFF, rgb & 0xFF);
  }
}
