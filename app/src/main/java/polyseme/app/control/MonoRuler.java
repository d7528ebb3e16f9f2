// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import javafx.scene.text.Font;

/// Measures text in a font whose ordinary characters have one width: those are counted, only others
/// are measured.
final class MonoRuler {

  private final TextRuler ruler = new TextRuler();
  private final Font font;
  private final double character;

  MonoRuler(Font font) {
    this.font = font;
    this.character = ruler.width("00000000", font) / 8;
  }

  Font font() {
    return font;
  }

  double width(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7F)
        ? text.length() * character
        : ruler.width(text, font);
  }
}
