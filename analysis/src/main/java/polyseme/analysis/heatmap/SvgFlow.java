// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.heatmap;

import java.util.ArrayList;
import java.util.List;

/// Tokens laid out in lines of a monospaced font.
///
/// @param runs stretches of tokens, each on one line
/// @param lines how many lines there are
record SvgFlow(List<Run> runs, int lines) {

  private record Wide(int first, int last) {}

  // East Asian scripts, full-width forms and emoji. Source: Unicode Standard Annex 11, in rough.
  private static final List<Wide> WIDE =
      List.of(
          new Wide(0x1100, 0x115F),
          new Wide(0x2E80, 0xA4CF),
          new Wide(0xAC00, 0xD7A3),
          new Wide(0xF900, 0xFAFF),
          new Wide(0xFE30, 0xFE6F),
          new Wide(0xFF00, 0xFF60),
          new Wide(0x1F300, 0x1FAFF),
          new Wide(0x20000, 0x3FFFD));

  SvgFlow {
    runs = List.copyOf(runs);
  }

  /// A stretch of a token on one line.
  ///
  /// @param token which token
  /// @param text what is shown
  /// @param line from 0
  /// @param column where it begins, in characters
  /// @param width how wide it is, in characters
  record Run(int token, String text, int line, int column, int width) {}

  static SvgFlow of(TokenHeatmap heatmap, int columns) {
    var layout = new Layout(columns);
    var tokens = heatmap.text().tokens();
    for (var i = 0; i < tokens.size(); i++) {
      layout.add(i, VisibleToken.of(tokens.get(i)));
    }
    return new SvgFlow(layout.runs, layout.line + (layout.column > 0 || layout.line == 0 ? 1 : 0));
  }

  /// How many places of a monospaced font a character takes.
  static int width(int codePoint) {
    var type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    for (var range : WIDE) {
      if (codePoint >= range.first && codePoint <= range.last) {
        return 2;
      }
    }
    return 1;
  }

  /// Fills line after line.
  private static final class Layout {

    private final int columns;
    private final List<Run> runs = new ArrayList<>();
    private int line;
    private int column;

    Layout(int columns) {
      this.columns = columns;
    }

    void add(int token, VisibleToken visible) {
      var pending = new StringBuilder();
      var width = 0;
      // a line end may hang over the right edge, as it takes the rest to a new line anyway
      var whole = visible.display().codePoints().filter(c -> c != '⏎').map(SvgFlow::width).sum();
      if (column > 0 && column + whole > columns && whole <= columns) {
        nextLine();
      }
      for (var part : visible.parts()) {
        for (var c : part.text().codePoints().toArray()) {
          if (c == '\n' || (c != '⏎' && column + width + width(c) > columns)) {
            flush(token, pending, width);
            width = 0;
            nextLine();
          }
          if (c != '\n') {
            pending.appendCodePoint(c);
            width += width(c);
          }
        }
      }
      flush(token, pending, width);
    }

    private void flush(int token, StringBuilder pending, int width) {
      if (!pending.isEmpty()) {
        runs.add(new Run(token, pending.toString(), line, column, Math.max(width, 1)));
        column += Math.max(width, 1);
        pending.setLength(0);
      }
    }

    private void nextLine() {
      line++;
      column = 0;
    }
  }
}
