// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.heatmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.NeuronId;
import polyseme.engine.tensor.FloatVector;
import polyseme.engine.text.Token;
import polyseme.engine.text.TokenizedText;

class VisibleTokenTest {

  @Test
  void spacesStayAndTheInvisibleIsMarked() {
    assertEquals(" cat ", shown(" cat "));
    assertEquals("⏎⏎  ⇥x", shown("\n\n  \tx"));
    assertEquals("\\u0007\\u001B\\u007F", shown("\u0007\u001B\u007F"));
    assertEquals("a\\u200B\\u202E⍽", shown("a\u200B\u202E\u00A0"));
    assertEquals("\\uDB40\\uDC01", shown(Character.toString(0xE0001)), "a tag beyond U+FFFF");
  }

  @Test
  void lineEndStaysAfterItsMark() {
    var parts = VisibleToken.of(token(bytes("a\nb"))).parts();
    assertEquals(
        List.of("a", "⏎", "\n", "b"), parts.stream().map(VisibleToken.Part::text).toList());
  }

  @Test
  void bytesOfSplitCharactersAreShownAndWholeOnesKept() {
    assertEquals("\\xE2\\x80", VisibleToken.of(token("\u00E2\u0080")).display());
    assertEquals("é\\xE2x", VisibleToken.of(token(bytes("é") + "\u00E2x")).display());
    assertEquals("\\xA9", VisibleToken.of(token("\u00A9")).display());
    assertEquals("\\xED\\xA0\\x80", VisibleToken.of(token("\u00ED\u00A0\u0080")).display());
    assertEquals("", VisibleToken.of(token("")).display());
  }

  @Test
  void everyByteSequenceOfTwoIsShown() {
    for (var pair = 0; pair < 0x10000; pair++) {
      var token = token("" + (char) (pair >> 8) + (char) (pair & 0xFF));
      assertTrue(VisibleToken.of(token).display().length() >= 1, "bytes %04X".formatted(pair));
    }
  }

  @Test
  void signsOfTheTextAreToldFromMarks() {
    assertEquals(
        List.of(new VisibleToken.Part("⏎", false)), VisibleToken.of(token(bytes("⏎"))).parts());
  }

  @Test
  void peakIsTheFirstHighestTokenOfTheText() {
    assertEquals(2, heatmap(9, 1, 3, 3, Float.NaN).peak(), "the special token does not count");
    assertEquals(1, heatmap(0, -2, -3).peak());
    assertEquals(-1, heatmap(5).peak());
    assertEquals(-1, heatmap(5, Float.NaN).peak());
  }

  private static TokenHeatmap heatmap(float... values) {
    var tokens = new Token[values.length];
    for (var i = 0; i < values.length; i++) {
      tokens[i] = new Token(i, "x", 0, 1, i == 0);
    }
    return new TokenHeatmap(
        "m",
        UnitAddress.of(new NeuronId(0, 0)),
        new TokenizedText("x", List.of(tokens)),
        FloatVector.of(values),
        ColorRange.symmetric(FloatVector.of(values)));
  }

  private static String shown(String text) {
    return VisibleToken.of(token(bytes(text))).display();
  }

  private static Token token(String bytes) {
    return new Token(5, bytes, 0, 1, false);
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
