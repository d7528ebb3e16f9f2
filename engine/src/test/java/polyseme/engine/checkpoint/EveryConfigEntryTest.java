// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// No entry of a configuration is passed over in silence: changed, it changes the model, or the
/// model is refused, or it is one of those that decide nothing in a forward pass.
final class EveryConfigEntryTest {

  /// About training, other programs or other heads; `architecture` only tells old SoLU models;
  /// `bos_token_id` comes after the `tokenizer_config.json` that these folders have.
  private static final Set<String> DECIDE_NOTHING =
      Set.of(
          "architecture",
          "architectures",
          "attn_pdrop",
          "bos_token_id",
          "embd_pdrop",
          "eos_token_id",
          "initializer_range",
          "n_ctx of gpt2",
          "pad_token_id",
          "reorder_and_upcast_attn",
          "resid_pdrop",
          "summary_activation",
          "summary_first_dropout",
          "summary_proj_to_labels",
          "summary_type",
          "summary_use_proj",
          "tokenizer_name",
          "torch_dtype",
          "transformers_version",
          "use_cache");

  /// Give another model of the same weights.
  private static final Set<String> CHANGE_THE_PASS =
      Set.of(
          "layer_norm_epsilon",
          "shortformer_pos",
          "scale_attn_weights",
          "scale_attn_by_inverse_layer_idx",
          "n_head");

  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"solu-2l", "gelu-2l", "gpt2"})
  void changedEntryChangesTheModelOrIsRefused(String model) throws Exception {
    var folder = Checkpoints.copy(model, temp);
    var file = folder.resolve("config.json");
    var original = (ObjectNode) MAPPER.readTree(Files.readAllBytes(file));
    var before = ModelFolder.read(folder).config();
    for (var key : original.propertyNames()) {
      var changed = original.deepCopy();
      changed.set(key, other(original.path(key)));
      write(file, changed);
      check(key.equals("n_ctx") && model.equals("gpt2") ? "n_ctx of gpt2" : key, folder, before);
    }
  }

  private static void check(String key, Path folder, ModelConfig before) {
    try {
      var after = ModelFolder.read(folder);
      ModelWeights.open(after).close();
      assertEquals(DECIDE_NOTHING.contains(key), after.config().equals(before), key);
      assertEquals(CHANGE_THE_PASS.contains(key), !after.config().equals(before), key);
    } catch (CheckpointException refused) {
      assertTrue(!DECIDE_NOTHING.contains(key) && !CHANGE_THE_PASS.contains(key), key);
      assertTrue(
          refused.what().contains(folder.toString()) && refused.what().contains("config.json"),
          key + ": " + refused.what());
    }
  }

  /// Another value of the same kind.
  private static JsonNode other(JsonNode value) {
    var nodes = JsonNodeFactory.instance;
    if (value.isBoolean()) {
      return nodes.booleanNode(!value.booleanValue());
    }
    if (value.isIntegralNumber()) {
      return nodes.numberNode(2 * Math.max(1, value.intValue()));
    }
    if (value.isNumber()) {
      return nodes.numberNode(2 * value.doubleValue());
    }
    return value.isString() ? nodes.stringNode(value.stringValue() + "x") : nodes.numberNode(7);
  }

  /// What TransformerLens or Hugging Face would honour although these files do not mention it.
  @ParameterizedTest
  @CsvSource({
    "solu-2l, positional_embedding_type, \"rotary\"",
    "solu-2l, parallel_attn_mlp, true",
    "solu-2l, gated_mlp, true",
    "solu-2l, use_local_attn, true",
    "solu-2l, n_key_value_heads, 1",
    "solu-2l, output_logits_soft_cap, 30.0",
    "solu-2l, attention_dir, \"bidirectional\"",
    "solu-2l, normalization_type, \"RMSPre\"",
    "gpt2, pruned_heads, '{\"0\": [1]}'",
    "gpt2, is_encoder_decoder, true"
  })
  void addedEntryThatWouldChangeThePassIsRefusedByName(String model, String key, String value)
      throws Exception {
    var folder = Checkpoints.copy(model, temp);
    var file = folder.resolve("config.json");
    var changed = (ObjectNode) MAPPER.readTree(Files.readAllBytes(file));
    changed.set(key, MAPPER.readTree(value));
    write(file, changed);
    var refused = assertThrows(CheckpointException.class, () -> ModelFolder.read(folder));
    assertTrue(refused.what().startsWith(file + " asks for " + key + " "), refused.what());
    assertTrue(refused.remedy().contains("does without it"), refused.remedy());
  }

  private static void write(Path file, ObjectNode json) throws IOException {
    Files.write(file, MAPPER.writeValueAsBytes(json));
  }
}
