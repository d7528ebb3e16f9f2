// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyseme.engine.model.Bos;
import polyseme.engine.model.BosChoice;
import polyseme.engine.task.CheckpointException;
import tools.jackson.databind.json.JsonMapper;

/// Which token begins texts, and for which families it does so by default.
final class BosTokenTest {

  private static final String VOCABULARY =
      "{\"added_tokens\":[{\"content\":\"<s>\",\"id\":1},{\"content\":\"<e>\",\"id\":2}]}";

  @TempDir private Path folder;

  private Bos find(String config, String settings) throws Exception {
    Files.writeString(folder.resolve("config.json"), config);
    if (!Files.exists(folder.resolve("vocab.json"))) {
      Files.writeString(folder.resolve("tokenizer.json"), VOCABULARY);
    }
    if (!settings.isEmpty()) {
      Files.writeString(folder.resolve("tokenizer_config.json"), settings);
    }
    var fields = ConfigFields.read(folder.resolve("config.json"));
    return new BosToken(fields, TokenizerFiles.in(folder)).find("<e>", true);
  }

  /// TransformerLens' default_prepend_bos, from its own configuration of each folder.
  @Test
  void familiesDifferAsInTransformerLens() throws Exception {
    var golden = golden();
    assumeTrue(Files.isDirectory(golden), "no folder shared/golden beside the checkout");
    var mapper = new JsonMapper();
    try (var folders = Files.list(golden)) {
      for (var model : folders.filter(Files::isDirectory).sorted().toList()) {
        var told = mapper.readTree(Files.readAllBytes(model.resolve("plain/expected.json")));
        var prepend = told.path("transformer_lens_cfg").path("default_prepend_bos").booleanValue();
        assertEquals(prepend, ModelFolder.read(model).config().bos().prepend(), model::toString);
      }
    }
  }

  private static Path golden() {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("shared/golden"))) {
        return at.resolve("shared/golden");
      }
    }
    return Path.of("no such folder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{} | {\"bos_token\":\"<s>\",\"eos_token\":\"<x>\"} | <s>",
        "{} | {\"bos_token\":{\"content\":\"<s>\"}} | <s>",
        "{\"bos_token_id\":1} | {\"bos_token\":null,\"eos_token\":\"<x>\"} | <x>",
        "{\"bos_token_id\":1} | {} | <s>",
        "{\"bos_token_id\":1} | ^^ | <s>",
        "{\"bos_token_id\":9} | ^^ | <e>",
      })
  void theTokenIsFoundInThisOrder(String config, String settings, String token) throws Exception {
    assertEquals(new Bos(token, true), find(config, settings));
  }

  @Test
  void transformerLensFoldersCanSayItThemselves() throws Exception {
    var model = Checkpoints.copy("solu-2l", folder);
    var config = model.resolve("config.json");
    Checkpoints.edit(config, "{", "{\"default_prepend_bos\": false,");
    assertEquals(new Bos("<|endoftext|>", false), ModelFolder.read(model).config().bos());
    Checkpoints.edit(config, "false,", "0,");
    assertThrows(CheckpointException.class, () -> ModelFolder.read(model));
  }

  @Test
  void aChoiceComesBeforeTheFamily() {
    for (var prepend : List.of(true, false)) {
      var bos = new Bos("<s>", prepend);
      assertEquals(prepend ? "<s>" : "", BosChoice.FAMILY.token(bos));
      assertEquals("<s>", BosChoice.ALWAYS.token(bos));
      assertEquals("", BosChoice.NEVER.token(bos));
    }
    assertEquals("", BosChoice.ALWAYS.token(new Bos("", true)));
  }

  @Test
  void vocabularyAndMergesAreATokenizerWhoseFilesAllCount() throws Exception {
    var tokenizers = Path.of("src/test/resources/tokenizers/opt");
    var model = Checkpoints.copy("gpt2", folder);
    Files.delete(model.resolve("tokenizer.json"));
    for (var name : List.of("vocab.json", "merges.txt", "tokenizer_config.json")) {
      Files.deleteIfExists(model.resolve(name));
      Files.copy(tokenizers.resolve(name), model.resolve(name));
    }
    var read = ModelFolder.read(model);
    assertTrue(read.tokenizerFile().endsWith("vocab.json"));
    assertEquals(new Bos("</s>", true), read.config().bos());
    Files.writeString(model.resolve("merges.txt"), "\n");
    assertNotEquals(read.digest(), ModelFolder.read(model).digest());
    Files.delete(model.resolve("merges.txt"));
    var refused = assertThrows(CheckpointException.class, () -> ModelFolder.read(model));
    assertTrue(refused.what().contains("has no tokenizer.json, nor vocab.json with merges.txt"));
  }

  @Test
  void specialTokensMapCountsWhereSettingsAreMissing() throws Exception {
    Files.writeString(folder.resolve("vocab.json"), "{\"<s>\":0}");
    Files.writeString(folder.resolve("merges.txt"), "");
    Files.writeString(folder.resolve("special_tokens_map.json"), "{\"bos_token\":\"<s>\"}");
    assertEquals(new Bos("<s>", true), find("{}", ""));
    Files.delete(folder.resolve("special_tokens_map.json"));
    assertEquals(new Bos("<s>", true), find("{\"bos_token_id\":0}", ""));
  }
}
