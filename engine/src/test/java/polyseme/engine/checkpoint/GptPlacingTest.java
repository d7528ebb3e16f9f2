// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.task.CheckpointException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Where the numbers of stored tensors come to lie, for the configurations and tensors in
/// `configs/*.json`: 2 blocks, 4 heads of 8, 32 wide, 40 neurons, 60 tokens.
class GptPlacingTest {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int WIDTH = 32;
  private static final int HEAD = 8;

  @TempDir private Path temp;

  private NumberedCheckpoint files(String family, String changes) throws Exception {
    var told = MAPPER.readTree(Path.of("src/test/resources/configs", family + ".json").toFile());
    var config = (ObjectNode) told.get("base");
    config.setAll((ObjectNode) MAPPER.readTree(changes));
    var files = NumberedCheckpoint.in(temp.resolve(family), MAPPER.writeValueAsString(config));
    for (var tensor : told.get("tensors").properties()) {
      var shape = tensor.getValue().valueStream().map(n -> n.intValue()).toArray(Integer[]::new);
      for (var layer : List.of("0", "1")) {
        files.tensor(tensor.getKey().replace("{}", layer), shape);
      }
    }
    return files;
  }

  /// The element of a weight, and where it lies in its tensor.
  private interface Place {
    int[] of(int i, int j, int k);
  }

  /// Compares all elements of a weight with three axes.
  private static void compare(
      ModelWeights weights, NumberedCheckpoint files, String weight, String tensor, Place place)
      throws CheckpointException {
    var read = weights.read(weight);
    var shape = read.shape();
    var values = read.values();
    for (var i = 0; i < shape.get(0); i++) {
      for (var j = 0; j < shape.get(1); j++) {
        for (var k = 0; k < (shape.size() > 2 ? shape.get(2) : 1); k++) {
          assertEquals(files.at(tensor, place.of(i, j, k)), values.get(), weight);
        }
      }
    }
    assertFalse(values.hasRemaining());
  }

  @Test
  void columnsOfGpt2AreQueriesKeysAndValues() throws Exception {
    var files = files("gpt2", "{}");
    try (var weights = files.open()) {
      for (var part = 0; part < 3; part++) {
        var column = part * WIDTH;
        var name = List.of("Q", "K", "V").get(part);
        var stored = "transformer.h.1.attn.c_attn";
        compare(
            weights,
            files,
            "blocks.1.attn.W_" + name,
            stored + ".weight",
            (h, d, k) -> new int[] {d, column + h * HEAD + k});
        compare(
            weights,
            files,
            "blocks.1.attn.b_" + name,
            stored + ".bias",
            (h, k, none) -> new int[] {column + h * HEAD + k});
      }
      compare(
          weights,
          files,
          "blocks.1.attn.W_O",
          "transformer.h.1.attn.c_proj.weight",
          (h, k, d) -> new int[] {h * HEAD + k, d});
      compare(
          weights,
          files,
          "blocks.1.mlp.W_in",
          "transformer.h.1.mlp.c_fc.weight",
          (d, m, none) -> new int[] {d, m});
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gpt_neo, transformer.h.1.attn.attention., out_proj, transformer.h.1.mlp.c_fc",
    "gptj, transformer.h.1.attn., out_proj, transformer.h.1.mlp.fc_in",
    "opt, model.decoder.layers.1.self_attn., out_proj, model.decoder.layers.1.fc1",
    "phi, model.layers.1.self_attn., dense, model.layers.1.mlp.fc1"
  })
  void rowsOfSeparateLayersAreHeads(String family, String attn, String out, String in)
      throws Exception {
    var files = files(family, "{}");
    try (var weights = files.open()) {
      for (var kind : List.of("Q", "K", "V")) {
        compare(
            weights,
            files,
            "blocks.1.attn.W_" + kind,
            attn + kind.toLowerCase(Locale.ROOT) + "_proj.weight",
            (h, d, k) -> new int[] {h * HEAD + k, d});
      }
      compare(
          weights,
          files,
          "blocks.1.attn.W_O",
          attn + out + ".weight",
          (h, k, d) -> new int[] {d, h * HEAD + k});
      compare(
          weights, files, "blocks.1.mlp.W_in", in + ".weight", (d, m, none) -> new int[] {m, d});
    }
  }

  @ParameterizedTest
  @CsvSource({"gpt_neox, gpt_neox.layers.1.attention.", "bloom, transformer.h.1.self_attention."})
  void queriesKeysAndValuesOfAHeadStandTogether(String family, String attn) throws Exception {
    var files = files(family, "{}");
    try (var weights = files.open()) {
      for (var part = 0; part < 3; part++) {
        var which = part;
        var name = List.of("Q", "K", "V").get(part);
        compare(
            weights,
            files,
            "blocks.1.attn.W_" + name,
            attn + "query_key_value.weight",
            (h, d, k) -> new int[] {(h * 3 + which) * HEAD + k, d});
        compare(
            weights,
            files,
            "blocks.1.attn.b_" + name,
            attn + "query_key_value.bias",
            (h, k, none) -> new int[] {(h * 3 + which) * HEAD + k});
      }
      compare(
          weights,
          files,
          "blocks.1.attn.W_O",
          attn + "dense.weight",
          (h, k, d) -> new int[] {d, h * HEAD + k});
    }
  }

  @Test
  void twoRowsStandBeforeTheFirstPositionOfOpt() throws Exception {
    var files = files("opt", "{}");
    try (var weights = files.open()) {
      assertEquals(List.of(64, WIDTH), weights.read("pos_embed.W_pos").shape());
      compare(
          weights,
          files,
          "pos_embed.W_pos",
          "model.decoder.embed_positions.weight",
          (position, d, none) -> new int[] {position + 2, d});
    }
  }

  @Test
  void narrowEmbeddingsOfOptAreProjectedInAndOut() throws Exception {
    var files = files("opt", "{}");
    try (var weights = files.open()) {
      compare(
          weights,
          files,
          "embed.W_project",
          "model.decoder.project_in.weight",
          (width, d, none) -> new int[] {d, width});
      compare(
          weights,
          files,
          "unembed.W_project",
          "model.decoder.project_out.weight",
          (d, width, none) -> new int[] {width, d});
      compare(
          weights,
          files,
          "unembed.W_U",
          "model.decoder.embed_tokens.weight",
          (width, token, none) -> new int[] {token, width});
      assertTrue(weights.tied());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gptj, transformer.h.1.ln_1, transformer.ln_f",
    "phi, model.layers.1.input_layernorm, model.final_layernorm"
  })
  void oneNormServesAttentionAndMlp(String family, String norm, String last) throws Exception {
    var files = files(family, "{}");
    try (var weights = files.open()) {
      for (var name : List.of("ln1", "ln2")) {
        assertEquals(
            files.at(norm + ".weight", 5),
            NumberedCheckpoint.at(weights, "blocks.1." + name + ".w", 5));
        assertEquals(
            files.at(norm + ".bias", 6),
            NumberedCheckpoint.at(weights, "blocks.1." + name + ".b", 6));
      }
      assertEquals(files.at(last + ".bias", 7), NumberedCheckpoint.at(weights, "ln_final.b", 7));
      assertEquals(files.at("lm_head.bias", 59), NumberedCheckpoint.at(weights, "unembed.b_U", 59));
    }
  }

  @Test
  void bothNormsOfNeoxAndOfOptFindTheirPlace() throws Exception {
    var neox = files("gpt_neox", "{}");
    var opt =
        files("opt", "{\"do_layer_norm_before\": false}")
            .without("model.decoder.final_layer_norm.weight")
            .without("model.decoder.final_layer_norm.bias");
    try (var first = neox.open();
        var second = opt.open()) {
      assertEquals(
          neox.at("gpt_neox.layers.1.post_attention_layernorm.weight", 3),
          NumberedCheckpoint.at(first, "blocks.1.ln2.w", 3));
      assertEquals(
          opt.at("model.decoder.layers.1.self_attn_layer_norm.weight", 3),
          NumberedCheckpoint.at(second, "blocks.1.ln1.w", 3));
      assertEquals(
          opt.at("model.decoder.layers.1.final_layer_norm.weight", 3),
          NumberedCheckpoint.at(second, "blocks.1.ln2.w", 3));
      assertFalse(second.names().contains("ln_final.w"));
    }
  }

  @Test
  void normsOfQueriesAndKeysOfPhiServeAllHeads() throws Exception {
    var files = files("phi", "{}");
    try (var weights = files.open()) {
      assertEquals(List.of(HEAD), weights.read("blocks.1.attn.q_norm.w").shape());
      assertEquals(
          files.at("model.layers.1.self_attn.k_layernorm.bias", 4),
          NumberedCheckpoint.at(weights, "blocks.1.attn.k_norm.b", 4));
      assertEquals(List.of(2, WIDTH, HEAD), weights.read("blocks.1.attn.W_K").shape());
    }
  }

  @Test
  void embeddingsOfBloomAreNormalised() throws Exception {
    var files = files("bloom", "{}");
    try (var weights = files.open()) {
      assertEquals(
          files.at("transformer.word_embeddings_layernorm.bias", 9),
          NumberedCheckpoint.at(weights, "embed.ln.b", 9));
      assertFalse(weights.names().contains("pos_embed.W_pos"));
    }
  }

  @Test
  void headOfNeoxHasTwoNames() throws Exception {
    var files = files("gpt_neox", "{}").renamed("lm_head.", "embed_out.");
    try (var weights = files.open()) {
      assertEquals(
          files.at("embed_out.weight", 59, 3),
          NumberedCheckpoint.at(weights, "unembed.W_U", 3, 59));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gpt2, transformer.h.1.attn., h.",
    "gpt_neo, transformer.h.1.attn.attention., h.",
    "gptj, transformer.h.1.attn., h.",
    "gpt_neox, gpt_neox.layers.1.attention., layers."
  })
  void masksAndFurtherBlocksHaveNoEffect(String family, String attn, String block)
      throws Exception {
    var base = attn.substring(0, attn.indexOf(block));
    var files =
        files(family, "{}")
            .tensor(attn + "bias", 1, 1, 64, 64)
            .tensor(attn + "masked_bias", 1)
            .tensor(base + block + "2.some.weight", 3);
    try (var weights = files.open()) {
      assertEquals(3, weights.unused().size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "gpt_neo", "gptj", "gpt_neox", "opt", "bloom", "phi"})
  void tensorThatIsNoPartOfTheModelIsRefused(String family) throws Exception {
    var files = files(family, "{}").tensor("transformer.h.1.attn.rotary.weight", 3);
    var refused = assertThrows(CheckpointException.class, files::open);
    assertTrue(refused.what().contains("transformer.h.1.attn.rotary.weight"), refused.what());
  }

  @ParameterizedTest
  @CsvSource({
    "gpt2, transformer.",
    "gpt_neo, transformer.",
    "gptj, transformer.",
    "gpt_neox, gpt_neox.",
    "opt, model.",
    "bloom, transformer.",
    "phi, model."
  })
  void namesMayLackThePrefix(String family, String prefix) throws Exception {
    var files = files(family, "{}");
    try (var with = files.open()) {
      files.renamed(prefix, "");
      try (var without = files.open()) {
        assertEquals(with.names(), without.names());
        assertEquals(with.parameters(), without.parameters());
      }
    }
  }

  /// As published: older spellings, masks, one of them a pickle. 2 blocks each.
  @ParameterizedTest
  @CsvSource({"pythia, 6", "opt, 0", "phi, 0"})
  void foldersOfTheReferenceAreRead(String name, int unused) throws Exception {
    var folder = shared("golden/" + name);
    assumeTrue(folder.isPresent(), "the whole reference does not lie beside this checkout");
    try (var weights = ModelWeights.open(ModelFolder.read(folder.orElseThrow()))) {
      for (var weight : weights.names()) {
        assertTrue(weights.read(weight).values().hasRemaining(), weight);
      }
      assertEquals(unused, weights.unused().size());
    }
  }

  private static Optional<Path> shared(String name) {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      var folder = at.resolve("shared").resolve(name);
      if (Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }
}
