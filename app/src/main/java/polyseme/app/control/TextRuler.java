// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import java.util.HashMap;
import java.util.Map;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/// Measures how wide words are drawn, and remembers it.
final class TextRuler {

  private static final int REMEMBERED = 4096;

  private record Key(String text, Font font) {}

  private final Text probe = new Text();
  private final Map<Key, Double> widths = new HashMap<>();

  double width(String text, Font font) {
    var key = new Key(text, font);
    var known = widths.get(key);
    if (known != null) {
      return known;
    }
    if (widths.size() >= REMEMBERED) {
      widths.clear();
    }
    probe.setFont(font);
    probe.setText(text);
    var width = probe.getLayoutBounds().getWidth();
    widths.put(key, width);
    return width;
  }
}
