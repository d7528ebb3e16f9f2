// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.color;

/// Colours of numbers about zero: blue below, red (dark theme: amber) above, the theme's neutral at
/// 0.
///
/// Either side is a straight line in OKLab, so equal steps of the value look equally large. The
/// sides end where the range ends; what lies beyond has the end's colour.
public final class DivergingScale {

  /// What text must reach on its background.
  public static final double MIN_CONTRAST = 4.5;

  private static final int DARK_INK = 0x14181D;
  private static final int LIGHT_INK = 0xF4F6F9;

  private static final Ramp LIGHT_LOW = new Ramp(Theme.LIGHT.neutral(), 0x2468B4);
  private static final Ramp LIGHT_HIGH = new Ramp(Theme.LIGHT.neutral(), 0xC0222E);
  private static final Ramp DARK_LOW = new Ramp(Theme.DARK.neutral(), 0x5AA9FF);
  private static final Ramp DARK_HIGH = new Ramp(Theme.DARK.neutral(), 0xFFB347);

  private DivergingScale() {}

  /// The colour of a value. In: value and range in the unit of the activation. Exactly
  /// [Theme#neutral()] at 0 whatever the range; +∞ and −∞ are beyond the range, NaN is
  /// [Theme#missing()].
  ///
  /// @param value any number
  /// @param min at or below this the low colour is full; not above 0
  /// @param max at or above this the high colour is full; not below 0
  /// @param theme light or dark
  /// @return `0xRRGGBB`
  /// @throws IllegalArgumentException if the range does not hold 0
  public static int rgb(float value, float min, float max, Theme theme) {
    if (!(min <= 0 && max >= 0)) {
      throw new IllegalArgumentException("range %s … %s does not hold 0".formatted(min, max));
    }
    if (Float.isNaN(value)) {
      return theme.missing();
    }
    if (value == 0) {
      return theme.neutral();
    }
    var high = value > 0;
    return ramp(high, theme).at(strength(value, high ? max : min));
  }

  /// The colour of text on a colour: a dark or a light ink, whichever stands out more; pure black
  /// or white where the softer inks do not reach [#MIN_CONTRAST].
  ///
  /// @param background `0xRRGGBB`, any colour
  /// @return `0xRRGGBB` with a contrast of at least 4.5
  public static int textRgb(int background) {
    var dark = Rgb.contrast(DARK_INK, background);
    var light = Rgb.contrast(LIGHT_INK, background);
    if (Math.max(dark, light) >= MIN_CONTRAST) {
      return dark >= light ? DARK_INK : LIGHT_INK;
    }
    return Rgb.contrast(0x000000, background) >= Rgb.contrast(0xFFFFFF, background)
        ? 0x000000
        : 0xFFFFFF;
  }

  private static double strength(float value, float end) {
    var share = (double) value / end;
    return Double.isNaN(share) ? 1 : Math.min(share, 1);
  }

  private static Ramp ramp(boolean high, Theme theme) {
    return switch (theme) {
      case LIGHT -> high ? LIGHT_HIGH : LIGHT_LOW;
      case DARK -> high ? DARK_HIGH : DARK_LOW;
    };
  }
}
