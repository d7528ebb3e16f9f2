// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.markup;

/// Puts any text safely into HTML, SVG and JSON.
public final class Markup {

  private Markup() {}

  /// Text for content or a quoted attribute of HTML or XML. What would be markup is escaped; what
  /// cannot be seen or may not stand there (controls, lone surrogates, direction marks, zero-width
  /// characters) is written out as in `\u200B`. Line ends and tabs stay.
  ///
  /// @param text any text
  /// @return the text, harmless
  public static String escape(String text) {
    var out = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(out, c));
    return out.toString();
  }

  /// Whether a character leaves no mark of its own where it is shown, or may not stand in XML:
  /// controls (line end and tab too), format and direction characters, line separators, lone
  /// surrogates, noncharacters.
  ///
  /// @param codePoint any
  /// @return true if it must be written out
  public static boolean isInvisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
    };
  }

  /// A character written out as Java and JSON do it.
  ///
  /// @param codePoint any
  /// @return as in `\u200B`; two of them beyond U+FFFF
  public static String writtenOut(int codePoint) {
    var out = new StringBuilder();
    for (var unit : Character.toChars(codePoint)) {
      out.append("\\u%04X".formatted((int) unit));
    }
    return out.toString();
  }

  /// Finished JSON in which no string holds a character that gets lost or is not seen: they are
  /// written out, so that reading it gives the same strings.
  ///
  /// @param json correct JSON
  /// @return the same values
  public static String visibleJson(String json) {
    var out = new StringBuilder(json.length());
    json.codePoints()
        .forEach(c -> {
          if (c > 0x7E && isInvisible(c)) {
            out.append(writtenOut(c));
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      case '\n', '\t' -> out.append((char) c);
      default -> {
        if (isInvisible(c)) {
          out.append(writtenOut(c));
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }
}
