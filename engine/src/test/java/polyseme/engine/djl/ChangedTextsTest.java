// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.task.RequestException;
import polyseme.engine.text.SpecialTokens;
import polyseme.engine.text.Token;
import polyseme.engine.text.TokenizedText;

/// What tokens have of a text that the tokenizer changes, and of one that is very long.
final class ChangedTextsTest {

  @TempDir private Path folder;

  private static TokenizedText split(String kind, String text, SpecialTokens special)
      throws Exception {
    try (var tokenizer = DjlTokenizer.open(FamilyTokenizersTest.file(kind), "")) {
      return tokenizer.tokenize(text, special);
    }
  }

  private static TokenizedText split(String kind, String text) throws Exception {
    return split(kind, text, SpecialTokens.AS_TEXT);
  }

  private static List<String> spans(TokenizedText split) {
    return split.tokens().stream().map(token -> token.start() + "–" + token.end()).toList();
  }

  @Test
  void aSpaceInFrontOfTheTextIsShownByTheTokenAndNotCountedInTheText() throws Exception {
    for (var kind : List.of("llama2", "mistral", "metaspace", "prefixed")) {
      var split = split(kind, "the the");
      assertEquals(" ", split.tokens().getFirst().text().substring(0, 1), kind);
      assertEquals("the the", String.join("", split.toStrTokens()));
      assertEquals(0, split.tokens().getFirst().start());
    }
  }

  @Test
  void oneOfTwoSpacesInFrontIsTheTexts() throws Exception {
    var split = split("llama2", " the");
    var spelled = String.join("", split.tokens().stream().map(Token::bytes).toList());
    assertEquals("  the", spelled);
    assertEquals(" the", String.join("", split.toStrTokens()));
  }

  @Test
  void composedAccentsKeepTheSpanOfWhatWasWritten() throws Exception {
    var split = split("qwen", "cafe\u0301 x");
    var spelled = String.join("", split.tokens().stream().map(Token::bytes).toList());
    assertEquals(ByteSymbols.utf8("caf\u00e9 x"), spelled);
    var accented = split.tokens().stream().filter(token -> token.end() == 5).toList();
    assertTrue(accented.stream().allMatch(token -> token.start() <= 3), split::toString);
    assertEquals(ByteSymbols.utf8("cafe\u0301 x"), String.join("", split.toStrTokens()));
  }

  @Test
  void bytesOfACharacterThatTheVocabularyLacksShareItsSpan() throws Exception {
    var split = split("llama2", "a\ud83e\udd8aa");
    assertEquals(
        List.of("0–1", "1–3", "1–3", "1–3", "1–3", "3–4"),
        spans(split).subList(spans(split).size() - 6, spans(split).size()));
    assertEquals("\u00f0", split.toStrTokens().get(split.tokens().size() - 5));
  }

  @Test
  void barsOfTheTextStayBars() throws Exception {
    var split = split("llama2", "a \u2581b");
    assertEquals(ByteSymbols.utf8("a \u2581b"), String.join("", split.toStrTokens()));
  }

  @Test
  void recognisedTokensHaveTheirNamesAndTheSpacesTheySwallow() throws Exception {
    var split = split("phi3", "a <|user|>  b", SpecialTokens.RECOGNISED);
    var user = split.tokens().stream().filter(Token::special).findFirst().orElseThrow();
    assertEquals("<|user|>", user.text());
    assertEquals(2, user.start());
    assertEquals(12, user.end());
    assertEquals("a <|user|>  b", String.join("", split.toStrTokens()));
    assertTrue(split("phi3", "a <|user|>  b").tokens().stream().noneMatch(Token::special));
  }

  @Test
  void theBeginningIsThereOnceEvenIfTheTokenizerPutsOneItself() throws Exception {
    try (var tokenizer = DjlTokenizer.open(FamilyTokenizersTest.file("llama2"), "<s>")) {
      for (var special : SpecialTokens.values()) {
        var ids = tokenizer.tokenize("the", special).ids();
        assertEquals(1, ids[0]);
        assertTrue(ids[1] != 1);
      }
      var written = tokenizer.tokenize("<s>the", SpecialTokens.RECOGNISED).ids();
      assertEquals(List.of(1, 1), List.of(written[0], written[1]));
    }
  }

  @Test
  void lettersLeftOutBelongToTheirNeighbours() throws Exception {
    var json =
        """
        {"version":"1.0","normalizer":{"type":"BertNormalizer","clean_text":true,
          "handle_chinese_chars":true,"strip_accents":true,"lowercase":true},
         "pre_tokenizer":{"type":"BertPreTokenizer"},
         "model":{"type":"WordPiece","unk_token":"?","continuing_subword_prefix":"##",
          "max_input_chars_per_word":100,"vocab":{"?":0,"a":1,"##b":2,"e":3}}}
        """;
    var file = Files.writeString(folder.resolve("tokenizer.json"), json);
    try (var tokenizer = DjlTokenizer.open(file, "")) {
      var split = tokenizer.tokenize("\u0000 AB\u0301  \u00c9\u0301 \n");
      assertEquals(List.of("a", "b", "e"), split.tokens().stream().map(Token::text).toList());
      assertEquals(List.of("0–3", "3–5", "5–11"), spans(split));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "qwen", "llama2"})
  void aMegabyteOnOneLineTakesSeconds(String kind) throws Exception {
    var texts = List.of("word and other words, ".repeat(48_000), " ".repeat(1_000_000));
    // The processor's time, so that a busy machine fails nobody.
    var clock = ManagementFactory.getThreadMXBean();
    try (var tokenizer = DjlTokenizer.open(FamilyTokenizersTest.file(kind), "")) {
      for (var text : texts) {
        var before = clock.getCurrentThreadCpuTime();
        var split = tokenizer.tokenize(text);
        var spent = Duration.ofNanos(clock.getCurrentThreadCpuTime() - before);
        assertTrue(spent.compareTo(Duration.ofSeconds(3)) < 0, () -> spent.toString());
        assertEquals(text.length(), split.tokens().getLast().end());
      }
    }
  }

  @Test
  void aClosedTokenizerSaysSo() throws Exception {
    var tokenizer = DjlTokenizer.open(FamilyTokenizersTest.file("gpt2"), "");
    tokenizer.close();
    tokenizer.close();
    for (var special : SpecialTokens.values()) {
      for (var text : List.of("", "a")) {
        var refused = assertThrows(RequestException.class, () -> tokenizer.tokenize(text, special));
        assertTrue(refused.what().contains("closed"), refused::what);
      }
    }
  }
}
