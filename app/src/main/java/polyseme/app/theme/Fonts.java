// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.theme;

import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;

/// The two fonts of the window, for what is painted rather than styled.
public final class Fonts {

  private Fonts() {}

  /// The font of words.
  ///
  /// @param size in pixels
  /// @return the system's font
  public static Font ui(double size) {
    return Font.font(Font.getDefault().getFamily(), size);
  }

  /// The font of words that stand out.
  ///
  /// @param size in pixels
  /// @return the system's font, bold
  public static Font bold(double size) {
    return Font.font(Font.getDefault().getFamily(), FontWeight.BOLD, size);
  }

  /// The font of tokens and of numbers in columns.
  ///
  /// @param size in pixels
  /// @return a font whose characters have one width
  public static Font mono(double size) {
    return Font.font("Monospaced", size);
  }
}
