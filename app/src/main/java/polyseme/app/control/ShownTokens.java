// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.analysis.heatmap.VisibleToken;
import polyseme.engine.text.Token;

/// Tokens as they are shown and as they are read out.
final class ShownTokens {

  private ShownTokens() {}

  static TokenLayout.Shown of(Token token) {
    var text = token.text();
    var startsWord = !text.isEmpty() && Character.isWhitespace(text.charAt(0));
    return new TokenLayout.Shown(visible(token), startsWord, text.contains("\n"));
  }

  private static String visible(Token token) {
    return VisibleToken.of(token).display();
  }

  static String says(TokenHeatmap map, int token) {
    return "“%s” %s = %s, token %,d of %,d"
        .formatted(
            visible(map.text().tokens().get(token)),
            map.unit(),
            number(map.activations().get(token)),
            token,
            map.text().tokens().size());
  }

  static String number(float value) {
    return Float.isNaN(value) ? "no value" : "%.4g".formatted(value);
  }
}
