// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyseme.engine.text.TokenizedText;

/// Text put together from tokens.
class ContextTextTest {

  private static TokenizedText join(List<String> pieces) {
    var text = new ContextText();
    pieces.forEach(piece -> text.add(7, piece));
    return text.finish();
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  @Test
  void tokensThatShareACharacterShareItsSpan() {
    var smile = bytes("😀");
    var text = join(List.of("a", smile.substring(0, 1), smile.substring(1), "b"));
    assertEquals("a😀b", text.text());
    assertEquals(1, text.tokens().get(1).start());
    assertEquals(3, text.tokens().get(1).end());
    assertEquals(1, text.tokens().get(2).start());
    assertEquals(3, text.tokens().get(2).end());
    assertEquals(3, text.tokens().get(3).start());
  }

  @Test
  void halfACharacterAtEitherEndIsShownAsSuch() {
    var euro = bytes("€");
    var text = join(List.of(euro.substring(1), bytes(" é"), euro.substring(0, 2)));
    assertEquals("\uFFFD\uFFFD é\uFFFD\uFFFD", text.text());
    assertEquals(2, text.tokens().get(1).start());
    assertEquals(4, text.tokens().get(1).end());
  }

  @Test
  void tokenWithoutBytesHasAnEmptySpan() {
    var text = join(List.of("", "ab", "", "c"));
    assertEquals(0, text.tokens().get(0).end());
    assertEquals(2, text.tokens().get(2).start());
    assertEquals(2, text.tokens().get(2).end());
  }
}
