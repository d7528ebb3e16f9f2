// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import polyseme.engine.text.SpecialTokens;
import polyseme.engine.text.TokenizedText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Small tokenizers in the shape of every family's, against the reference's numbers.
final class FamilyTokenizersTest {

  private static final Path FOLDER = Path.of("src", "test", "resources", "tokenizers");

  static List<String> kinds() throws Exception {
    try (var folders = Files.list(FOLDER)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  static Path file(String kind) {
    var whole = FOLDER.resolve(kind).resolve("tokenizer.json");
    return Files.exists(whole) ? whole : FOLDER.resolve(kind).resolve("vocab.json");
  }

  static List<JsonNode> texts(String kind) throws Exception {
    var told = FOLDER.resolve(kind).resolve("expected.json");
    var texts = new ArrayList<JsonNode>();
    new JsonMapper().readTree(Files.readAllBytes(told)).path("texts").forEach(texts::add);
    assertTrue(texts.size() >= 12);
    return texts;
  }

  private static List<Integer> ids(JsonNode numbers) {
    var ids = new ArrayList<Integer>();
    numbers.forEach(id -> ids.add(id.intValue()));
    return ids;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void numbersAreTheReferences(String kind) throws Exception {
    try (var tokenizer = DjlTokenizer.open(file(kind), "")) {
      for (var told : texts(kind)) {
        var text = told.path("text").stringValue();
        for (var special : SpecialTokens.values()) {
          var name = special == SpecialTokens.AS_TEXT ? "plain" : "special";
          var split = tokenizer.tokenize(text, special);
          assertEquals(
              ids(told.path(name)), Arrays.stream(split.ids()).boxed().toList(), () -> kind + text);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void tokensMakeUpTheTextByteForByte(String kind) throws Exception {
    try (var tokenizer = DjlTokenizer.open(file(kind), "")) {
      for (var told : texts(kind)) {
        for (var special : SpecialTokens.values()) {
          check(kind, tokenizer.tokenize(told.path("text").stringValue(), special));
        }
      }
    }
  }

  private static void check(String kind, TokenizedText split) {
    assertEquals(ByteSymbols.utf8(split.text()), String.join("", split.toStrTokens()), kind);
    var start = 0;
    var end = 0;
    for (var token : split.tokens()) {
      assertTrue(
          start <= token.start() && token.start() <= end && end <= token.end(),
          () -> kind + token + split);
      start = token.start();
      end = token.end();
    }
    assertEquals(split.text().length(), end, kind);
  }
}
