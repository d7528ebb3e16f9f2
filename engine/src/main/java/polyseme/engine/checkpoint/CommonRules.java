// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import polyseme.engine.task.CheckpointException;

/// Entries of a Hugging Face `config.json` that would change what any family computes, and that
/// nothing here carries out; and those that decide nothing in any family.
final class CommonRules {

  private static final Map<String, List<String>> ONLY =
      Map.of(
          "add_cross_attention", List.of("false"),
          "is_encoder_decoder", List.of("false"),
          "is_causal", List.of("true"),
          "quantization_config", List.of(),
          "per_layer_config", List.of(),
          "pruned_heads", List.of("{}"));

  private CommonRules() {}

  /// Refuses what no family carries out.
  static void check(ConfigFields fields) throws CheckpointException {
    for (var rule : new TreeMap<>(ONLY).entrySet()) {
      fields.allowOnly(rule.getKey(), rule.getValue());
    }
    NotNull.flag(fields, "tie_word_embeddings", true); // read again where the weights are placed
  }
}
