// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.cluster;

import java.util.regex.Pattern;
import polyseme.analysis.heatmap.VisibleToken;
import polyseme.engine.text.Token;

/// A token as a part of a name.
final class ShownToken {

  private static final Pattern BYTES = Pattern.compile(".*\\\\x[0-9A-F]{2}.*");
  private static final double SINGLE = 0.6;
  private static final double FRAGMENT = 0.3;

  private ShownToken() {}

  /// The token without spaces around it. One that is only spaces is `␣`, with their number where
  /// there are several: `␣×8`; a line end with an indent is `⏎␣×8`.
  static String of(Token token) {
    var shown = VisibleToken.of(token).display();
    var seen = shown.strip();
    if (!seen.isEmpty() && !isMarks(seen)) {
      return seen;
    }
    var out = new StringBuilder();
    for (var at = 0; at < shown.length(); ) {
      var c = shown.charAt(at) == ' ' ? '␣' : shown.charAt(at);
      var run = 1;
      while (at + run < shown.length() && shown.charAt(at + run) == shown.charAt(at)) {
        run++;
      }
      out.append(c).append(run > 1 ? "×" + run : "");
      at += run;
    }
    return out.toString();
  }

  private static boolean isMarks(String shown) {
    return shown.chars().allMatch(c -> c == '⏎' || c == '⇥' || c == '⍽' || c == ' ');
  }

  /// How easily a shown token is understood, 0 to 1.
  static double readability(String shown) {
    if (BYTES.matcher(shown).matches()) {
      return FRAGMENT;
    }
    return shown.codePointCount(0, shown.length()) > 1 ? 1 : SINGLE;
  }
}
