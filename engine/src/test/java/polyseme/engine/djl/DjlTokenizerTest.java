// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.task.TokenizerException;
import polyseme.engine.task.Workers;
import polyseme.engine.text.Token;
import polyseme.engine.text.TokenizedText;

/// The tokenizer on texts that are hard to split.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DjlTokenizerTest {

  private static final Path FILE = Golden.resource("solu-2l").resolve("tokenizer.json");

  @TempDir private Path folder;

  private DjlTokenizer tokenizer;

  @BeforeAll
  void open() throws Exception {
    tokenizer = DjlTokenizer.open(FILE, "<|endoftext|>");
  }

  @AfterAll
  void close() throws Exception {
    tokenizer.close();
  }

  private static String bytes(TokenizedText text) {
    return text.tokens().stream()
        .filter(token -> !token.special())
        .map(Token::bytes)
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain words",
        " leading and trailing ",
        "\n\r\n\t\u000b\f\u0000\u0001\u007f\u0085\u00a0\u00ad",
        "naïve café, Ġ and Ċ are letters too, €12.50",
        "東京は日本",
        "👩‍👩‍👧‍👦 🥐 🇪🇺 𝒳",
        "e\u0301 is not é",
        "\u202eright to left\u202c عربي עברית",
        "\ufeffBOM, \ufffd and \uffff",
        "<|endoftext|> <|BOS|> <s> [CLS]",
        "0123456789 3.14159",
        "def f(x):\n    return x  # <b>&amp;</b>\n",
      })
  void bytesAndSpansMakeUpTheText(String text) throws Exception {
    var split = tokenizer.tokenize(text);
    assertEquals(text, split.text());
    assertEquals(
        new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
        bytes(split));
    var covered = 0;
    for (var token : split.tokens()) {
      assertTrue(token.start() <= covered && covered <= token.end(), token::toString);
      covered = token.end();
      var whole =
          new String(
              text.substring(token.start(), token.end()).getBytes(StandardCharsets.UTF_8),
              StandardCharsets.ISO_8859_1);
      assertTrue(whole.contains(token.special() ? "" : token.bytes()), token::toString);
    }
    assertEquals(text.length(), covered);
    assertEquals(text, tokenizer.detokenize(boxed(split)).text());
    assertEquals(split.tokens(), tokenizer.detokenize(boxed(split)).tokens());
  }

  private static List<Integer> boxed(TokenizedText text) {
    return Arrays.stream(text.ids()).boxed().toList();
  }

  @Test
  void emptyTextIsTheBeginningAlone() throws Exception {
    var empty = tokenizer.tokenize("");
    assertEquals(List.of(new Token(0, "<|endoftext|>", 0, 0, true)), empty.tokens());
    assertEquals("", empty.text());
  }

  @Test
  void specialTokensInATextAreText() throws Exception {
    var split = tokenizer.tokenize("a<|endoftext|>b");
    assertEquals(1, split.tokens().stream().filter(token -> token.id() == 0).count());
    assertTrue(split.tokens().size() > 4);
  }

  @Test
  void halfCharactersBecomeReplacements() throws Exception {
    var split = tokenizer.tokenize("a\ud83db\udc00");
    assertEquals("a\ufffdb\ufffd", split.text());
    assertEquals(ByteSymbols.utf8("a\ufffdb\ufffd"), bytes(split));
  }

  @Test
  void tokensThatShareACharacterShareItsSpan() throws Exception {
    var split = tokenizer.tokenize("x🥐y");
    var inside = split.tokens().stream().filter(token -> token.start() == 1).toList();
    assertTrue(inside.size() > 1);
    inside.forEach(token -> assertEquals(3, token.end()));
    assertEquals("\\xF0", inside.getFirst().text());
  }

  @Test
  void longTextsAreNotCutOff() throws Exception {
    var text = "word ".repeat(20_000);
    assertEquals(ByteSymbols.utf8(text), bytes(tokenizer.tokenize(text)));
  }

  @Test
  void detokenizingHalfACharacterShowsAReplacement() throws Exception {
    var half = tokenizer.tokenize("é").tokens().get(1);
    var alone = tokenizer.detokenize(List.of(half.id()));
    assertEquals("\ufffd", alone.text());
    assertEquals(List.of(new Token(half.id(), half.bytes(), 0, 1, false)), alone.tokens());
  }

  @Test
  void numbersOutsideTheVocabularyAreRefused() throws Exception {
    var size = tokenizer.vocabularySize();
    assertEquals(500, size);
    assertThrows(IllegalArgumentException.class, () -> tokenizer.detokenize(List.of(size)));
  }

  @Test
  void threadsGetTheSameTokens() throws Exception {
    var text = Files.readString(FILE).substring(0, 5000);
    var expected = tokenizer.tokenize(text);
    try (var workers = new Workers(4)) {
      Callable<TokenizedText> task = () -> tokenizer.tokenize(text);
      for (var result : workers.all(IntStream.range(0, 40).mapToObj(_ -> task).toList())) {
        assertEquals(expected, result);
      }
    }
  }

  @Test
  void aMissingBeginningIsRefused() throws Exception {
    var refused =
        assertThrows(TokenizerException.class, () -> DjlTokenizer.open(FILE, "<|nobody|>"));
    assertTrue(refused.what().contains("<|nobody|>"), refused::what);
  }

  /// Ids must stay where they are although native code is not told about the special tokens: gaps,
  /// special tokens outside the vocabulary, and an ordinary added token behind them.
  @Test
  void addedTokensKeepTheirNumbers() throws Exception {
    var json =
        Files.readString(FILE)
            .replaceFirst(
                "\"added_tokens\":\\s*\\[",
                "\"added_tokens\":["
                    + added(500, "<|one|>", true)
                    + added(501, "    ", false)
                    + added(505, "<|two|>", true)
                    + added(507, "keyword", false));
    var file = Files.writeString(folder.resolve("tokenizer.json"), json);
    try (var more = DjlTokenizer.open(file, "<|two|>")) {
      assertEquals(505, more.bosId());
      assertEquals(508, more.vocabularySize());
      var split = more.tokenize("x    y keyword <|one|>");
      var ids = boxed(split);
      assertEquals(505, ids.getFirst());
      assertTrue(ids.contains(501) && ids.contains(507), ids::toString);
      assertTrue(!ids.contains(500), ids::toString);
      assertEquals("x    y keyword <|one|>", bytes(split));
    }
  }

  private static String added(int id, String content, boolean special) {
    return """
    {"id":%d,"content":"%s","single_word":false,"lstrip":false,"rstrip":false,
    "normalized":false,"special":%s},\
    """
        .formatted(id, content, special);
  }
}
