// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.text.Token;

/// Native code reads whatever the validator lets through.
final class TokenizerKindsTest {

  private static final String WORDS =
      """
      {"type":"WordLevel","unk_token":"?","vocab":{"?":0,"a":1,"b":2,"<s>":3}}\
      """;

  @TempDir private Path folder;

  private DjlTokenizer open(String normalizer, String preTokenizer, String model) throws Exception {
    var json =
        """
        {"version":"1.0","added_tokens":[{"id":3,"content":"<s>","single_word":false,
          "lstrip":false,"rstrip":false,"normalized":false,"special":true}],
         "normalizer":%s,"pre_tokenizer":%s,"model":%s}
        """
            .formatted(normalizer, preTokenizer, model);
    return DjlTokenizer.open(Files.writeString(folder.resolve("tokenizer.json"), json), "<s>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"NFC\"}",
        "{\"type\":\"NFD\"}",
        "{\"type\":\"NFKC\"}",
        "{\"type\":\"NFKD\"}",
        "{\"type\":\"Lowercase\"}",
        "{\"type\":\"StripAccents\"}",
        "{\"type\":\"Strip\",\"strip_left\":true,\"strip_right\":false}",
        "{\"type\":\"Prepend\",\"prepend\":\"\"}",
        "{\"type\":\"Prepend\",\"prepend\":\"x\"}",
        "{\"type\":\"Replace\",\"pattern\":{\"String\":\" \"},\"content\":\"\"}",
        "{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"\\\\s{2,}|a*\"},\"content\":\"_\"}",
        "{\"type\":\"BertNormalizer\",\"clean_text\":true,\"handle_chinese_chars\":true,"
            + "\"strip_accents\":null,\"lowercase\":true}",
        "{\"type\":\"Sequence\",\"normalizers\":[]}",
        "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFC\"},{\"type\":\"Lowercase\"}]}",
      })
  void normalizersAreRead(String normalizer) throws Exception {
    try (var tokenizer = open(normalizer, "{\"type\":\"Whitespace\"}", WORDS)) {
      assertTrue(tokenizer.tokenize("a  É 東 b").tokens().size() > 1);
      assertEquals(1, tokenizer.tokenize("").tokens().size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{\"type\":\"Sequence\",\"pretokenizers\":[]}",
        "{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true,\"use_regex\":true}",
        "{\"type\":\"Digits\",\"individual_digits\":false}",
        "{\"type\":\"Whitespace\"}",
        "{\"type\":\"WhitespaceSplit\"}",
        "{\"type\":\"BertPreTokenizer\"}",
        "{\"type\":\"Punctuation\",\"behavior\":\"Contiguous\"}",
        "{\"type\":\"Punctuation\"}",
        "{\"type\":\"Split\",\"pattern\":{\"String\":\"a\"},\"behavior\":\"MergedWithNext\",\"invert\":true}",
        "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"a|\"},\"behavior\":\"Removed\",\"invert\":false}",
        "{\"type\":\"Metaspace\",\"replacement\":\"▁\",\"prepend_scheme\":\"first\",\"split\":true}",
        "{\"type\":\"Metaspace\",\"replacement\":\"▁\",\"prepend_scheme\":\"always\"}",
      })
  void preTokenizersAreRead(String preTokenizer) throws Exception {
    try (var tokenizer = open("null", preTokenizer, WORDS)) {
      for (var text : new String[] {"a b", "  ", "É東🥐 12, b!", "\u0000\n"}) {
        tokenizer.tokenize(text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"WordPiece\",\"unk_token\":\"?\",\"continuing_subword_prefix\":\"##\","
            + "\"max_input_chars_per_word\":100,\"vocab\":{\"?\":0,\"a\":1,\"##b\":2,\"<s>\":3}}",
        "{\"type\":\"Unigram\",\"unk_id\":0,\"vocab\":[[\"?\",0],[\"a\",-1.5],[\"b\",-2],[\"<s>\",0]]}",
        "{\"type\":\"BPE\",\"unk_token\":\"?\",\"continuing_subword_prefix\":\"##\","
            + "\"vocab\":{\"?\":0,\"a\":1,\"##b\":2,\"<s>\":3,\"ab\":4},\"merges\":[[\"a\",\"##b\"]]}",
        "{\"vocab\":{\"?\":0,\"a\":1,\"b\":2,\"<s>\":3,\"ab\":4},\"merges\":[\"a b\"]}",
      })
  void modelsAreReadAndNeverMakeASpecialTokenOfText(String model) throws Exception {
    try (var tokenizer = open("null", "{\"type\":\"WhitespaceSplit\"}", model)) {
      for (var text : new String[] {"ab", "<s>", "a<s>b É東🥐", "b"}) {
        var special = tokenizer.tokenize(text).tokens().stream().filter(Token::special).toList();
        assertEquals(1, special.size(), text);
      }
    }
  }

  @Test
  void spansOfOtherModelsCountCharUnits() throws Exception {
    var model =
        "{\"type\":\"Unigram\",\"unk_id\":0,\"vocab\":[[\"?\",0],[\"a\",-1],[\"b\",-1],[\"<s>\",0]]}";
    try (var tokenizer = open("null", "null", model)) {
      var split = tokenizer.tokenize("🥐a🥐b");
      assertEquals(ByteSymbols.utf8("🥐a🥐b"), String.join("", split.toStrTokens()));
      assertEquals(6, split.tokens().getLast().end());
    }
  }
}
