// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import org.jspecify.annotations.Nullable;

/// Where tokens stand in a text that the tokenizer changed.
///
/// Native code counts code points, says nothing of tokens that it put there itself, and leaves out
/// what it dropped. Here spans count `char` units, are in order and cover the text: accents that
/// were left out belong to the token before them, everything else to the token after it, or the
/// last one.
final class Spans {

  private final String text;
  private final int[] starts;
  private final int[] ends;

  /// Mends native code's spans.
  ///
  /// @param text the text
  /// @param told one span a token, null where there is none
  Spans(String text, @Nullable CharSpan[] told) {
    this.text = text;
    this.starts = new int[told.length];
    this.ends = new int[told.length];
    var units = units(text);
    var covered = 0;
    for (var i = 0; i < told.length; i++) {
      var span = told[i];
      var start = span == null ? covered : units[Math.min(span.getStart(), units.length - 1)];
      var end = span == null ? covered : units[Math.min(span.getEnd(), units.length - 1)];
      if (start > covered && i > 0) {
        covered = stretched(i, covered, accentsFrom(covered, start));
      }
      starts[i] = Math.max(Math.min(start, covered), i == 0 ? 0 : starts[i - 1]);
      ends[i] = Math.max(end, covered);
      covered = ends[i];
    }
    stretched(told.length, covered, text.length());
  }

  private static int[] units(String text) {
    var units = new int[text.codePointCount(0, text.length()) + 1];
    var at = 0;
    for (var i = 0; i < units.length; i++) {
      units[i] = at;
      at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
    }
    return units;
  }

  private int accentsFrom(int from, int to) {
    var at = from;
    while (at < to && isAccent(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  private static boolean isAccent(int codePoint) {
    var type = Character.getType(codePoint);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  /// Moves the end of the tokens before one that share it.
  private int stretched(int before, int from, int to) {
    for (var i = before - 1;
        i >= 0 && ends[i] == from && (starts[i] < from || i == before - 1);
        i--) {
      ends[i] = to;
    }
    return to;
  }

  int start(int token) {
    return starts[token];
  }

  int end(int token) {
    return ends[token];
  }
}
