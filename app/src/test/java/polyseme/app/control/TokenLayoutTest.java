// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import polyseme.app.control.TokenLayout.Shown;

final class TokenLayoutTest {

  private static final List<Shown> TEXT =
      List.of(
          word("The"),
          word(" poly"),
          part("sem"),
          part("antic"),
          word(" neuron"),
          new Shown("⏎", false, true),
          part("next"),
          word(" a" + "b".repeat(40)),
          part("."));

  private static Shown word(String text) {
    return new Shown(text, text.startsWith(" "), false);
  }

  private static Shown part(String text) {
    return new Shown(text, false, false);
  }

  /// One pixel a character, and one of a cell's padding.
  private static TokenLayout layout(double width) {
    return TokenLayout.wrapped(TEXT, width, String::length);
  }

  private static String line(TokenLayout layout, int line) {
    return layout.line(line).stream().map(TokenLayout.Piece::text).collect(Collectors.joining());
  }

  @Test
  void theTokensOneAfterAnotherAreTheText() {
    for (var width = 3; width < 80; width++) {
      var layout = layout(width);
      var all =
          IntStream.range(0, layout.lineCount())
              .mapToObj(i -> line(layout, i))
              .collect(Collectors.joining());
      assertEquals(TEXT.stream().map(Shown::text).collect(Collectors.joining()), all);
    }
  }

  @Test
  void noLineIsWiderThanThereIsRoom() {
    for (var width = 3; width < 80; width++) {
      var layout = layout(width);
      for (var line = 0; line < layout.lineCount(); line++) {
        assertTrue(layout.lineEnd(line) <= width, "line %d of %d".formatted(line, width));
      }
    }
  }

  @Test
  void aLineEndsAfterTheMarkOfALineEnd() {
    assertEquals("The polysemantic neuron⏎", line(layout(70), 0));
    assertTrue(line(layout(70), 1).startsWith("next"));
  }

  @Test
  void aWordOfSeveralTokensStaysTogetherWhereItFits() {
    assertEquals("The", line(layout(18), 0));
    assertEquals(" polysemantic", line(layout(18), 1));
  }

  @Test
  void aSingleLineKeepsEverything() {
    var layout = TokenLayout.single(TEXT, String::length);
    assertEquals(1, layout.lineCount());
    assertEquals(TEXT.size(), layout.line(0).size());
  }

  @Test
  void aTokenIsFoundWhereItLies() {
    var layout = layout(35);
    for (var token = 0; token < TEXT.size(); token++) {
      var piece = layout.piece(token);
      assertEquals(token, layout.tokenAt(layout.lineOf(token), piece.x() + piece.width() / 2));
    }
    assertEquals(-1, layout.tokenAt(0, 34));
    assertEquals(-1, layout.tokenAt(-1, 3));
  }
}
