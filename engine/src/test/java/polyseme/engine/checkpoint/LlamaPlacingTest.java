// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static polyseme.engine.checkpoint.NumberedCheckpoint.at;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyseme.engine.task.CheckpointException;

/// Where the numbers of stored tensors come to lie: 2 blocks, 3 heads of 4 with 1 of keys and
/// values, 6 wide, 5 neurons, 7 tokens.
class LlamaPlacingTest {

  private static final String SIZES =
      """
      "vocab_size": 7, "hidden_size": 6, "intermediate_size": 5, "num_hidden_layers": 2,
      "num_attention_heads": 3, "num_key_value_heads": 1, "head_dim": 4,
      "max_position_embeddings": 16\
      """;

  @TempDir private Path temp;

  private NumberedCheckpoint begin(String type, String more) throws IOException {
    var config = "{\"model_type\": \"%s\", %s%s}".formatted(type, SIZES, more);
    var files = NumberedCheckpoint.in(temp.resolve(type), config);
    return files
        .tensor("model.embed_tokens.weight", 7, 6)
        .tensor("lm_head.weight", 7, 6)
        .tensor("model.norm.weight", 6);
  }

  private static NumberedCheckpoint blocks(NumberedCheckpoint files, String... norms) {
    for (var block : List.of("model.layers.0.", "model.layers.1.")) {
      files
          .tensor(block + "self_attn.q_proj.weight", 12, 6)
          .tensor(block + "self_attn.k_proj.weight", 4, 6)
          .tensor(block + "self_attn.v_proj.weight", 4, 6)
          .tensor(block + "self_attn.o_proj.weight", 6, 12)
          .tensor(block + "mlp.gate_proj.weight", 5, 6)
          .tensor(block + "mlp.up_proj.weight", 5, 6)
          .tensor(block + "mlp.down_proj.weight", 6, 5);
      for (var norm : norms) {
        files.tensor(block + norm + ".weight", 6);
      }
    }
    return files;
  }

  private NumberedCheckpoint llama(String more) throws IOException {
    return blocks(begin("llama", more), "input_layernorm", "post_attention_layernorm");
  }

  @Test
  void headsAndNeuronsOfLlamaAreTransposed() throws Exception {
    var files = llama("");
    try (var weights = files.open()) {
      var stored = "model.layers.1.";
      assertEquals(List.of(3, 6, 4), weights.read("blocks.1.attn.W_Q").shape());
      assertEquals(
          files.at(stored + "self_attn.q_proj.weight", 2 * 4 + 1, 5),
          at(weights, "blocks.1.attn.W_Q", 2, 5, 1));
      assertEquals(List.of(1, 6, 4), weights.read("blocks.1.attn.W_K").shape());
      assertEquals(
          files.at(stored + "self_attn.k_proj.weight", 3, 2),
          at(weights, "blocks.1.attn.W_K", 0, 2, 3));
      assertEquals(
          files.at(stored + "self_attn.v_proj.weight", 1, 4),
          at(weights, "blocks.1.attn.W_V", 0, 4, 1));
      assertEquals(
          files.at(stored + "self_attn.o_proj.weight", 5, 2 * 4 + 3),
          at(weights, "blocks.1.attn.W_O", 2, 3, 5));
      assertEquals(
          files.at(stored + "mlp.gate_proj.weight", 4, 2),
          at(weights, "blocks.1.mlp.W_gate", 2, 4));
      assertEquals(
          files.at(stored + "mlp.up_proj.weight", 4, 2), at(weights, "blocks.1.mlp.W_in", 2, 4));
      assertEquals(
          files.at(stored + "mlp.down_proj.weight", 2, 4), at(weights, "blocks.1.mlp.W_out", 4, 2));
      assertEquals(files.at("model.norm.weight", 3), at(weights, "ln_final.w", 3));
      assertEquals(files.at("lm_head.weight", 6, 2), at(weights, "unembed.W_U", 2, 6));
      assertEquals(
          files.at(stored + "post_attention_layernorm.weight", 1),
          at(weights, "blocks.1.ln2.w", 1));
      assertEquals(0, at(weights, "blocks.1.attn.b_Q", 2, 3));
      assertFalse(weights.tied());
    }
  }

  @Test
  void biasesAreReadWhereTheConfigurationSaysSo() throws Exception {
    var files = llama(", \"attention_bias\": true, \"mlp_bias\": true");
    for (var block : List.of("model.layers.0.", "model.layers.1.")) {
      files
          .tensor(block + "self_attn.q_proj.bias", 12)
          .tensor(block + "self_attn.k_proj.bias", 4)
          .tensor(block + "self_attn.v_proj.bias", 4)
          .tensor(block + "self_attn.o_proj.bias", 6)
          .tensor(block + "mlp.gate_proj.bias", 5)
          .tensor(block + "mlp.up_proj.bias", 5)
          .tensor(block + "mlp.down_proj.bias", 6);
    }
    try (var weights = files.open()) {
      var stored = "model.layers.0.";
      assertEquals(
          files.at(stored + "self_attn.q_proj.bias", 9), at(weights, "blocks.0.attn.b_Q", 2, 1));
      assertEquals(
          files.at(stored + "self_attn.v_proj.bias", 2), at(weights, "blocks.0.attn.b_V", 0, 2));
      assertEquals(
          files.at(stored + "self_attn.o_proj.bias", 5), at(weights, "blocks.0.attn.b_O", 5));
      assertEquals(
          files.at(stored + "mlp.gate_proj.bias", 1), at(weights, "blocks.0.mlp.b_gate", 1));
      assertEquals(files.at(stored + "mlp.up_proj.bias", 1), at(weights, "blocks.0.mlp.b_in", 1));
      assertEquals(
          files.at(stored + "mlp.down_proj.bias", 1), at(weights, "blocks.0.mlp.b_out", 1));
    }
  }

  @Test
  void biasThatTheConfigurationDoesNotKnowIsRefused() throws Exception {
    var files = llama("").tensor("model.layers.0.self_attn.q_proj.bias", 12);
    var refused = assertThrows(CheckpointException.class, files::open);
    assertTrue(refused.what().contains("model.layers.0.self_attn.q_proj.bias"), refused.what());
  }

  @Test
  void namesWithoutPrefixTablesOfRotationAndFurtherBlocksAreFine() throws Exception {
    var files =
        llama("")
            .tensor("model.layers.0.self_attn.rotary_emb.inv_freq", 2)
            .tensor("model.layers.2.input_layernorm.weight", 6)
            .renamed("model.", "");
    try (var weights = files.open()) {
      assertEquals(
          files.at("layers.0.input_layernorm.weight", 4), at(weights, "blocks.0.ln1.w", 4));
      assertEquals(
          List.of("layers.0.self_attn.rotary_emb.inv_freq", "layers.2.input_layernorm.weight"),
          weights.unused());
    }
  }

  @Test
  void headOfItsOwnIsUsedEvenIfTiedAndServesAsEmbeddingIfAlone() throws Exception {
    var both = llama(", \"tie_word_embeddings\": true");
    try (var weights = both.open()) {
      assertEquals(both.at("lm_head.weight", 6, 2), at(weights, "unembed.W_U", 2, 6));
      assertEquals(both.at("model.embed_tokens.weight", 6, 2), at(weights, "embed.W_E", 6, 2));
      assertFalse(weights.tied());
    }
    var alone = both.without("model.embed_tokens.weight");
    try (var weights = alone.open()) {
      assertEquals(alone.at("lm_head.weight", 6, 2), at(weights, "embed.W_E", 6, 2));
      assertTrue(weights.tied());
    }
  }

  @Test
  void untiedModelWithoutHeadIsRefused() throws Exception {
    var files = llama("").without("lm_head.weight");
    var refused = assertThrows(CheckpointException.class, files::open);
    assertTrue(refused.what().contains("lm_head.weight"), refused.what());
  }

  @Test
  void phi3HasOneTensorForHeadsAndOneForGateAndInput() throws Exception {
    var files = begin("phi3", "");
    for (var block : List.of("model.layers.0.", "model.layers.1.")) {
      files
          .tensor(block + "self_attn.qkv_proj.weight", 20, 6)
          .tensor(block + "self_attn.o_proj.weight", 6, 12)
          .tensor(block + "mlp.gate_up_proj.weight", 10, 6)
          .tensor(block + "mlp.down_proj.weight", 6, 5)
          .tensor(block + "input_layernorm.weight", 6)
          .tensor(block + "post_attention_layernorm.weight", 6);
    }
    try (var weights = files.open()) {
      var heads = "model.layers.1.self_attn.qkv_proj.weight";
      assertEquals(files.at(heads, 9, 3), at(weights, "blocks.1.attn.W_Q", 2, 3, 1));
      assertEquals(files.at(heads, 12 + 1, 3), at(weights, "blocks.1.attn.W_K", 0, 3, 1));
      assertEquals(files.at(heads, 16 + 1, 3), at(weights, "blocks.1.attn.W_V", 0, 3, 1));
      var neurons = "model.layers.1.mlp.gate_up_proj.weight";
      assertEquals(files.at(neurons, 4, 3), at(weights, "blocks.1.mlp.W_gate", 3, 4));
      assertEquals(files.at(neurons, 5 + 4, 3), at(weights, "blocks.1.mlp.W_in", 3, 4));
    }
  }

  @Test
  void gemma2HasFourNormalisationsStoredLess1() throws Exception {
    var files =
        blocks(
                begin("gemma2", ""),
                "input_layernorm",
                "post_attention_layernorm",
                "pre_feedforward_layernorm",
                "post_feedforward_layernorm")
            .without("lm_head.weight");
    try (var weights = files.open()) {
      var stored = "model.layers.1.";
      assertEquals(
          files.at(stored + "input_layernorm.weight", 2) + 1, at(weights, "blocks.1.ln1.w", 2));
      assertEquals(
          files.at(stored + "post_attention_layernorm.weight", 2) + 1,
          at(weights, "blocks.1.ln1_post.w", 2));
      assertEquals(
          files.at(stored + "pre_feedforward_layernorm.weight", 2) + 1,
          at(weights, "blocks.1.ln2.w", 2));
      assertEquals(
          files.at(stored + "post_feedforward_layernorm.weight", 2) + 1,
          at(weights, "blocks.1.ln2_post.w", 2));
      assertEquals(files.at("model.norm.weight", 2) + 1, at(weights, "ln_final.w", 2));
      assertEquals(files.at("model.embed_tokens.weight", 1, 2), at(weights, "embed.W_E", 1, 2));
      assertTrue(weights.tied());
    }
  }

  @Test
  void textPartOfAGemma3IsFoundAmongImagesUnderBothPrefixes() throws Exception {
    var config = "{\"model_type\": \"gemma3\", \"text_config\": {%s}}".formatted(SIZES);
    var names =
        List.of(
            "input_layernorm",
            "post_attention_layernorm",
            "pre_feedforward_layernorm",
            "post_feedforward_layernorm");
    for (var prefix : List.of("language_model.model.", "model.language_model.")) {
      var images = prefix.startsWith("model.") ? "model." : "";
      var files = NumberedCheckpoint.in(temp.resolve(prefix), config);
      blocks(files, names.toArray(String[]::new))
          .tensor("model.embed_tokens.weight", 7, 6)
          .tensor("model.norm.weight", 6);
      for (var norm : List.of("q_norm", "k_norm")) {
        files.tensor("model.layers.0.self_attn." + norm + ".weight", 4);
        files.tensor("model.layers.1.self_attn." + norm + ".weight", 4);
      }
      files
          .renamed("model.", prefix)
          .tensor(images + "vision_tower.head.probe", 1, 1, 8)
          .tensor(images + "multi_modal_projector.mm_soft_emb_norm.weight", 8);
      try (var weights = files.open()) {
        assertEquals(
            files.at(prefix + "layers.1.self_attn.k_norm.weight", 3) + 1,
            at(weights, "blocks.1.attn.k_norm.w", 3));
        assertEquals(2, weights.unused().size());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "use_bidirectional_attention | true",
        "quantization_config | {\"bits\": 4}",
        "model_type | \"gemma3n_text\"",
        "partial_rotary_factor | 0.5",
        "hidden_activation | \"xielu\""
      })
  void textPartOfAGemma3IsHeldToTheSameRules(String key, String value) throws Exception {
    var inner = "%s, \"%s\": %s".formatted(SIZES, key, value);
    var config = "{\"model_type\": \"gemma3\", \"text_config\": {%s}}".formatted(inner);
    var files = NumberedCheckpoint.in(temp, config).tensor("model.norm.weight", 6);
    var refused = assertThrows(CheckpointException.class, files::open);
    assertTrue(refused.what().contains("text_config." + key), refused.what());
  }

  @Test
  void olmo2NormalisesWholeRowsAndWhatBranchesGiveBack() throws Exception {
    var files =
        blocks(begin("olmo2", ""), "post_attention_layernorm", "post_feedforward_layernorm");
    for (var block : List.of("model.layers.0.", "model.layers.1.")) {
      files.tensor(block + "self_attn.q_norm.weight", 12);
      files.tensor(block + "self_attn.k_norm.weight", 4);
    }
    try (var weights = files.open()) {
      var stored = "model.layers.0.";
      assertEquals(
          files.at(stored + "self_attn.q_norm.weight", 11),
          at(weights, "blocks.0.attn.q_norm.w", 11));
      assertEquals(
          files.at(stored + "post_attention_layernorm.weight", 2),
          at(weights, "blocks.0.ln1.w", 2));
      assertEquals(
          files.at(stored + "post_feedforward_layernorm.weight", 2),
          at(weights, "blocks.0.ln2.w", 2));
    }
  }

  @Test
  void olmoHasNoWeightsOfNormalisations() throws Exception {
    var files = blocks(begin("olmo", "")).without("model.norm.weight");
    try (var weights = files.open()) {
      assertTrue(weights.names().stream().noneMatch(name -> name.contains("ln")));
    }
  }
}
