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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyseme.engine.task.TokenizerException;
import polyseme.engine.text.SpecialTokens;

/// Tokenizers of 2019, whose files are read as strictly as those of today.
final class VocabularyAndMergesTest {

  @TempDir private Path folder;

  private Path write(String name, String content) throws Exception {
    return Files.writeString(folder.resolve(name), content);
  }

  private Path good() throws Exception {
    write("merges.txt", "#version: 0.2\r\na b\r\nab c\n\n");
    return write("vocab.json", "{\"</s>\":0,\"a\":1,\"b\":2,\"c\":3,\"ab\":4,\"abc\":5,\"Ġ\":6}");
  }

  private String refusal() throws Exception {
    var file = folder.resolve("vocab.json");
    return assertThrows(TokenizerException.class, () -> TokenizerFile.read(file)).what();
  }

  private static List<Integer> ids(DjlTokenizer tokenizer, String text, SpecialTokens special)
      throws Exception {
    return Arrays.stream(tokenizer.tokenize(text, special).ids()).boxed().toList();
  }

  @Test
  void twoFilesAreEnough() throws Exception {
    try (var tokenizer = DjlTokenizer.open(good(), "</s>")) {
      assertEquals(List.of(0, 5, 6, 4), ids(tokenizer, "abc ab", SpecialTokens.AS_TEXT));
    }
  }

  @Test
  void settingsNameSpecialTokensAndAddOthers() throws Exception {
    var file = good();
    write("added_tokens.json", "{\"<mask>\": 8}");
    write(
        "special_tokens_map.json",
        "{\"bos_token\":{\"content\":\"</s>\",\"normalized\":true},\"mask_token\":\"<mask>\"}");
    write(
        "tokenizer_config.json",
        """
        {"add_prefix_space":true,"tokenizer_class":"GPT2Tokenizer","added_tokens_decoder":{
         "7":{"content":"bc","single_word":false,"lstrip":false,"rstrip":false,
          "normalized":false,"special":false}}}\
        """);
    try (var tokenizer = DjlTokenizer.open(file, "")) {
      assertEquals(9, tokenizer.vocabularySize());
      assertEquals(
          List.of(6, 1, 7, 0, 8), ids(tokenizer, "abc</s><mask>", SpecialTokens.RECOGNISED));
      assertEquals(List.of(6, 1, 7), ids(tokenizer, "abc", SpecialTokens.AS_TEXT));
    }
    assertEquals(5, TokenizerFile.read(file).sources().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "merges.txt§a d§merges “d”, which its vocabulary lacks",
        "merges.txt§ab§a merge that is no pair",
        "vocab.json§{\"a\":1,\"b\":1}§gives number 1 to two tokens",
        "vocab.json§{\"a\":-1}§the number of “a” is -1",
        "vocab.json§[]§is no object",
        "vocab.json§{§is not valid JSON",
        "tokenizer_config.json§{\"tokenizer_class\":\"Qwen2Tokenizer\"}§Qwen2Tokenizer",
        "tokenizer_config.json§{\"add_prefix_space\":1}§add_prefix_space is neither true nor false",
        "tokenizer_config.json§{\"bos_token\":\"<s>\"}§names the token “<s>”",
        "tokenizer_config.json§{\"added_tokens_decoder\":{\"x\":{}}}§numbers an added token “x”",
        "tokenizer_config.json§{\"added_tokens_decoder\":{\"1\":{}}}§has no “content”",
        "special_tokens_map.json§{\"bos_token\":{}}§a special token is no text",
        "special_tokens_map.json§{\"bos_token\":[]}§a special token is no text",
        "added_tokens.json§{\"<s>\":2}§number 2, which is taken",
        "added_tokens.json§{\"a\":9}§gives number 9 to two tokens",
      })
  void whatIsWrongIsNamed(String file, String content, String named) throws Exception {
    good();
    write(file, content);
    var refusal = refusal();
    assertTrue(refusal.contains(named), refusal);
  }

  @Test
  void mergesThatAreNoTextAreRefused() throws Exception {
    good();
    Files.write(folder.resolve("merges.txt"), "a é\n".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(refusal().contains("merges.txt is not UTF-8 text"));
    Files.delete(folder.resolve("merges.txt"));
    assertTrue(refusal().contains("merges.txt cannot be read"));
  }
}
