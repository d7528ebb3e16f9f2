// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Where the tokens of a text lie when they flow in lines. Knows nothing of the toolkit.
final class TokenLayout {

  /// Free pixels between a cell's edge and its text.
  static final double PAD = 0.5;

  /// A token as it is shown.
  ///
  /// @param text its text, everything in it visible but spaces
  /// @param startsWord whether a line may well begin with it
  /// @param endsLine whether the text goes on in the next line
  record Shown(String text, boolean startsWord, boolean endsLine) {}

  /// A token, or part of one that is longer than a line, in its place.
  ///
  /// @param token which
  /// @param text what is written
  /// @param x left edge of the cell
  /// @param width of the cell
  record Piece(int token, String text, double x, double width) {
    double end() {
      return x + width;
    }
  }

  private final List<List<Piece>> lines;

  /// The line of each token's first piece.
  private final int[] lineOf;

  private TokenLayout(List<List<Piece>> lines, int tokens) {
    this.lines = lines;
    this.lineOf = new int[tokens];
    for (var line = lines.size() - 1; line >= 0; line--) {
      for (var piece : lines.get(line)) {
        lineOf[piece.token()] = line;
      }
    }
  }

  /// Lays all tokens into one line.
  static TokenLayout single(List<Shown> tokens, ToDoubleFunction<String> ruler) {
    var builder = new Builder(tokens, Double.POSITIVE_INFINITY, ruler);
    for (var i = 0; i < tokens.size(); i++) {
      builder.place(i);
    }
    return builder.done();
  }

  /// Lays tokens into lines, breaking before words where it can.
  static TokenLayout wrapped(List<Shown> tokens, double width, ToDoubleFunction<String> ruler) {
    var builder = new Builder(tokens, width, ruler);
    for (var from = 0; from < tokens.size(); ) {
      var to = endOfWord(tokens, from);
      builder.word(from, to);
      from = to;
    }
    return builder.done();
  }

  private static int endOfWord(List<Shown> tokens, int from) {
    var to = from + 1;
    while (to < tokens.size() && !tokens.get(to - 1).endsLine() && !tokens.get(to).startsWord()) {
      to++;
    }
    return to;
  }

  int lineCount() {
    return lines.size();
  }

  List<Piece> line(int line) {
    return lines.get(line);
  }

  /// Right end of a line.
  double lineEnd(int line) {
    var pieces = lines.get(line);
    return pieces.isEmpty() ? 0 : pieces.getLast().end();
  }

  /// The line a token begins in.
  int lineOf(int token) {
    return lineOf[token];
  }

  /// The first piece of a token.
  Piece piece(int token) {
    for (var piece : lines.get(lineOf[token])) {
      if (piece.token() == token) {
        return piece;
      }
    }
    throw new IllegalArgumentException("no token " + token);
  }

  /// The token at a place, −1 if there is none.
  int tokenAt(int line, double x) {
    if (line < 0 || line >= lines.size() || x < 0 || x >= lineEnd(line)) {
      return -1;
    }
    return nearest(line, x);
  }

  /// The token of a line nearest to a place; −1 in an empty line.
  int nearest(int line, double x) {
    var pieces = lines.get(line);
    if (pieces.isEmpty()) {
      return -1;
    }
    var low = 0;
    var high = pieces.size() - 1;
    while (low < high) {
      var middle = (low + high + 1) >>> 1;
      if (pieces.get(middle).x() <= x) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return pieces.get(low).token();
  }

  private static final class Builder {

    private final List<Shown> tokens;
    private final double width;
    private final ToDoubleFunction<String> ruler;
    private final List<List<Piece>> lines = new ArrayList<>();
    private List<Piece> line = new ArrayList<>();
    private double x;

    Builder(List<Shown> tokens, double width, ToDoubleFunction<String> ruler) {
      this.tokens = tokens;
      this.width = width;
      this.ruler = ruler;
    }

    private double cell(String text) {
      return ruler.applyAsDouble(text) + 2 * PAD;
    }

    void word(int from, int to) {
      var wide = 0.0;
      for (var i = from; i < to; i++) {
        wide += cell(tokens.get(i).text());
      }
      if (x + wide > width && wide <= width) {
        breakLine();
      }
      for (var i = from; i < to; i++) {
        place(i);
      }
      if (tokens.get(to - 1).endsLine() && to < tokens.size()) {
        breakLine();
      }
    }

    void place(int token) {
      var text = tokens.get(token).text();
      var wide = cell(text);
      if (x > 0 && x + wide > width) {
        breakLine();
      }
      while (wide > width && text.codePointCount(0, text.length()) > 1) {
        var fits = fitting(text);
        put(token, text.substring(0, fits));
        text = text.substring(fits);
        wide = cell(text);
        breakLine();
      }
      put(token, text);
    }

    /// How much of a text that is too long fits a line, at least one character.
    private int fitting(String text) {
      var end = text.offsetByCodePoints(0, 1);
      while (end < text.length()) {
        var next = text.offsetByCodePoints(end, 1);
        if (cell(text.substring(0, next)) > width) {
          break;
        }
        end = next;
      }
      return end;
    }

    private void put(int token, String text) {
      var wide = cell(text);
      line.add(new Piece(token, text, x, wide));
      x += wide;
    }

    private void breakLine() {
      if (!line.isEmpty()) {
        lines.add(line);
        line = new ArrayList<>();
        x = 0;
      }
    }

    TokenLayout done() {
      lines.add(line);
      return new TokenLayout(lines, tokens.size());
    }
  }
}
