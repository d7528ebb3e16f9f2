// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.charset.StandardCharsets;
import polyseme.analysis.heatmap.VisibleToken;
import polyseme.engine.text.Token;

/// Tokens in tables.
final class TokenText {

  private static final int LONGEST = 24;

  private TokenText() {}

  /// A token between quotes, so that its spaces are seen; long ones are cut.
  static String quoted(Token token) {
    return "«%s»".formatted(cut(VisibleToken.of(token).display()));
  }

  /// A text that fits a column.
  static String cut(String text) {
    return text.codePointCount(0, text.length()) > LONGEST
        ? text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) + "…"
        : text;
  }

  /// A text on one line, with marks for what cannot be seen.
  static String line(String text) {
    var bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return VisibleToken.of(new Token(0, bytes, 0, 0, false)).display();
  }
}
