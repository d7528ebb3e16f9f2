// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.TokenizerException;

/// Files that would end the whole program in native code are refused in Java, by name.
final class TokenizerFileTest {

  private static final String GOOD =
      """
      {"version":"1.0","truncation":null,"padding":null,
       "added_tokens":[{"id":0,"content":"<s>","single_word":false,"lstrip":false,"rstrip":false,
         "normalized":false,"special":true}],
       "normalizer":null,
       "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true},
       "post_processor":null,"decoder":{"type":"ByteLevel"},
       "model":{"type":"BPE","unk_token":null,"vocab":{"<s>":0,"a":1,"b":2,"ab":3},
         "merges":["a b"]}}
      """;

  @TempDir private Path folder;

  private Path file(String json) throws Exception {
    return Files.writeString(folder.resolve("tokenizer.json"), json);
  }

  private String refusal(String json) throws Exception {
    var file = file(json);
    return assertThrows(TokenizerException.class, () -> TokenizerFile.read(file)).what();
  }

  @Test
  void theGoodFileIsRead() throws Exception {
    try (var tokenizer = DjlTokenizer.open(file(GOOD), "<s>")) {
      assertEquals(2, tokenizer.tokenize("ab").tokens().size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "\"a b\"]§\"a c\"]§merges “c”, which its vocabulary lacks",
        "\"a b\"]§\"a b\\u000a\"]§merges “b?”, which its vocabulary lacks",
        "\"a b\"]§\"ab\"]§merge that is no pair",
        "\"a b\"]§[\"a\",\"b\",\"b\"]]§merge that is no pair",
        "\"b\":2§\"b\":1§gives number 1 to two tokens",
        "\"b\":2§\"b\":-2§: the number of “b” is -2, not in 0 to 16777216",
        "\"b\":2§\"b\":2.5§: the number of “b” is no whole number",
        "\"b\":2§\"a\":2§is not valid JSON (Duplicate",
        "\"BPE\"§\"CharModel\"§CharModel",
        "null,\"vocab\"§\"<unk>\",\"vocab\"§names “<unk>” as unk_token",
        "\"unk_token\":null§\"dropout\":0.1§by chance",
        "\"version\"§\"surprise\"§has a “surprise”",
        "\"normalizer\":null§\"normalizer\":{\"type\":\"Precompiled\"}§Precompiled",
        "\"add_prefix_space\":false§\"add_prefix_space\":0§neither true nor false",
        "\"add_prefix_space\":false,§``§has no “add_prefix_space”",
        "\"id\":0§\"id\":3§is taken, or two numbers",
        "\"content\":\"<s>\"§\"content\":\"\"§added token without letters",
        "\"special\":true§\"special\":null§special is neither",
        "\"decoder\":{\"type\":\"ByteLevel\"}§\"decoder\":7§decoder is no object",
      })
  void whatIsWrongIsNamed(String good, String bad, String named) throws Exception {
    assertTrue(GOOD.contains(good));
    var refusal = refusal(GOOD.replace(good, bad));
    assertTrue(refusal.contains(named), refusal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "{}", "{\"model\":{}}", "\u0000", "{\"version\":\"1.0\"} {}"})
  void whatIsNoTokenizerIsRefused(String json) throws Exception {
    assertTrue(refusal(json).contains("tokenizer.json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\\\p{L}+|\\\\p{N}",
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\\\r\\\\n\\\\p{L}\\\\p{N}]?\\\\p{L}+|\\\\p{N}{1,3}|"
            + " ?[^\\\\s\\\\p{L}\\\\p{N}]+[\\\\r\\\\n]*|\\\\s*[\\\\r\\\\n]+|\\\\s+(?!\\\\S)|\\\\s+",
      })
  void publishedPatternsAreRead(String pattern) throws Exception {
    try (var tokenizer = DjlTokenizer.open(file(split(pattern)), "<s>")) {
      assertEquals(2, tokenizer.tokenize("ab").tokens().size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[a", "(?<=a)b", "(a)\\\\1", "\\\\p{Qq}", "a{9999}", "*", ""})
  void otherPatternsAreRefused(String pattern) throws Exception {
    assertTrue(refusal(split(pattern)).contains("pattern"));
  }

  private static String split(String pattern) {
    return GOOD.replace(
        "{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"trim_offsets\":true}",
        """
        {"type":"Sequence","pretokenizers":[
          {"type":"Split","pattern":{"Regex":"%s"},"behavior":"Isolated","invert":false},
          {"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]}
        """
            .formatted(pattern));
  }

  @Test
  void deepNestingIsRefused() throws Exception {
    assertTrue(opened("[".repeat(100_000)).isEmpty());
    var nested = "{\"type\":\"Sequence\",\"normalizers\":[".repeat(100) + "]}".repeat(100);
    assertTrue(opened(GOOD.replace("\"normalizer\":null", "\"normalizer\":" + nested)).isEmpty());
  }

  private Optional<Integer> opened(String json) throws Exception {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    var file = Files.write(folder.resolve("tokenizer.json"), bytes);
    try (var tokenizer = DjlTokenizer.open(file, "")) {
      return Optional.of(tokenizer.tokenize("abba <s> é\n").tokens().size());
    } catch (PolysemeException _) {
      return Optional.empty();
    }
  }
}
