// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Every entry of TransformerLens' `HookedTransformerConfig` (July 2026), whether its small models
/// mention it or not, and those that only its training code writes.
class TransformerLensEntriesTest {

  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "d_model | 48",
        "d_head | 8",
        "n_heads | 4",
        "n_layers | 3",
        "n_ctx | 64",
        "d_mlp | 64",
        "d_vocab | 400",
        "act_fn | \"gelu\"",
        "attn_only | true",
        "default_prepend_bos | false",
        "eps | 1e-3",
        "final_rms | true",
        "normalization | \"LNPre\"",
        "use_attn_scale | false",
        "attn_scale | 2.0",
        "scale_attn_by_inverse_layer_idx | true",
        "shortformer_pos | true"
      })
  void entryThatDecidesChangesTheModel(String key, String value) throws Exception {
    var changed = read(key, value);
    assertTrue(!changed.equals(read("a", "1")), key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "attention_dir | \"bidirectional\"",
        "attn_scores_soft_cap | 50.0",
        "d_vocab_out | 5",
        "experts_per_token | 2",
        "gated_mlp | true",
        "load_in_4bit | true",
        "n_key_value_heads | 1",
        "normalization_type | \"RMS\"",
        "num_experts | 2",
        "output_logits_soft_cap | 30.0",
        "parallel_attn_mlp | true",
        "positional_embedding_type | \"rotary\"",
        "positional_embedding_type | \"shortformer\"",
        "post_embedding_ln | true",
        "quantization_config | {\"bits\": 4}",
        "relative_attention_max_distance | 4",
        "use_local_attn | true",
        "use_normalization_before_and_after | true",
        "use_qk_norm | true",
        "uses_rms_norm | true"
      })
  void entryThatIsNotCarriedOutIsRefusedByName(String key, String value) {
    var refused = assertThrows(CheckpointException.class, () -> read(key, value));
    assertTrue(refused.what().contains("asks for " + key + " "), refused.what());
  }

  /// About training, loading and devices; about which hooks exist; or without effect as long as an
  /// entry is off that is refused (rotation, windows, relative positions, experts). Whether the
  /// tokenizer puts a token before a text, and which block the reference makes, it finds out anew.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "NTK_by_parts_factor | 4.0",
        "NTK_by_parts_high_freq_factor | 2.0",
        "NTK_by_parts_low_freq_factor | 2.0",
        "NTK_original_ctx_len | 4",
        "attn_types | [\"local\", \"global\"]",
        "checkpoint_index | 3",
        "checkpoint_label_type | \"step\"",
        "checkpoint_value | 3",
        "d_vocab_out | 500",
        "d_vocab_out | -1",
        "decoder_start_token_id | 1",
        "device | \"cuda\"",
        "dtype | \"float16\"",
        "from_checkpoint | true",
        "init_mode | \"xavier\"",
        "init_weights | false",
        "initializer_range | 0.5",
        "layer_norm_folding | true",
        "model_name | \"a\"",
        "n_devices | 2",
        "n_key_value_heads | 2",
        "n_params | 3",
        "norm_topk_prob | true",
        "normalization_type | \"LN\"",
        "original_architecture | \"neel\"",
        "relative_attention_num_buckets | 3",
        "rotary_adjacent_pairs | true",
        "rotary_base | 500",
        "rotary_base_local | 500",
        "rotary_dim | 4",
        "rotary_scaling_factor | 2.0",
        "seed | 3",
        "tie_word_embeddings | true",
        "tokenizer_name | \"a\"",
        "tokenizer_prepends_bos | true",
        "trust_remote_code | true",
        "ungroup_grouped_query_attention | true",
        "use_NTK_by_parts_rope | true",
        "use_attn_in | true",
        "use_attn_result | true",
        "use_hook_mlp_in | true",
        "use_hook_tokens | true",
        "use_split_qkv_input | true",
        "use_yarn_rope | true",
        "window_size | 4",
        "yarn_attention_factor | 2.0",
        "yarn_beta_fast | 2.0",
        "yarn_beta_slow | 2.0",
        "yarn_factor | 2.0",
        "yarn_original_max_position_embeddings | 4"
      })
  void entryThatDecidesNothingChangesNothing(String key, String value) throws Exception {
    assertEquals(read("a", "1"), read(key, value));
  }

  private ModelConfig read(String key, String value) throws Exception {
    var folder = Checkpoints.folder("solu-2l");
    var json = (ObjectNode) MAPPER.readTree(folder.resolve("config.json").toFile());
    json.set(key, MAPPER.readTree(value));
    var file = temp.resolve("config.json");
    Files.write(file, MAPPER.writeValueAsBytes(json));
    var fields = ConfigFields.read(file);
    var bos = new BosToken(fields, TokenizerFiles.in(folder));
    return TransformerLensConfig.read(fields, bos);
  }
}
