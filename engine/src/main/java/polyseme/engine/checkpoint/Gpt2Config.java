// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.model.ModelConfig.NormKind;
import polyseme.engine.task.CheckpointException;

/// `config.json` of Hugging Face's GPT-2. Sizes have two spellings, of which the longer one wins.
final class Gpt2Config {

  private static final double USUAL_EPSILON = 1e-5;

  private static final Map<String, List<String>> ONLY =
      Map.of(
          "add_cross_attention", List.of("false"),
          "is_encoder_decoder", List.of("false"),
          "is_causal", List.of("true"),
          "pruned_heads", List.of("{}"),
          "quantization_config", List.of(),
          "per_layer_config", List.of());

  private final ConfigFields fields;

  private Gpt2Config(ConfigFields fields) {
    this.fields = fields;
  }

  static ModelConfig read(ConfigFields fields, BosToken bosToken) throws CheckpointException {
    return new Gpt2Config(fields).read(bosToken);
  }

  private ModelConfig read(BosToken bosToken) throws CheckpointException {
    for (var rule : new TreeMap<>(ONLY).entrySet()) {
      fields.allowOnly(rule.getKey(), rule.getValue());
    }
    var dims = dims();
    return new ModelConfig(
        Architecture.GPT2,
        dims,
        activation(),
        new Norm(NormKind.LN, fields.positive("layer_norm_epsilon", USUAL_EPSILON)),
        false,
        fields.flag("scale_attn_weights", true) ? Math.sqrt(dims.dHead()) : 1,
        fields.flag("scale_attn_by_inverse_layer_idx", false),
        bosToken.find("<|endoftext|>"));
  }

  private ModelConfig.Dims dims() throws CheckpointException {
    var dModel = size("hidden_size", "n_embd");
    var nHeads = size("num_attention_heads", "n_head");
    if (dModel % nHeads != 0) {
      throw Failures.unsupported(
          fields.file(), "divides a width of %d among %d heads".formatted(dModel, nHeads));
    }
    var dMlp = fields.has("n_inner") ? fields.size("n_inner") : Math.multiplyExact(4, dModel);
    return ConfigDims.checked(
        fields,
        new ModelConfig.Dims(
            size("num_hidden_layers", "n_layer"),
            dModel,
            nHeads,
            dModel / nHeads,
            dMlp,
            size("max_position_embeddings", "n_positions"),
            fields.size("vocab_size")));
  }

  private int size(String standard, String own) throws CheckpointException {
    return fields.size(fields.has(standard) ? standard : own);
  }

  private ActivationFunction activation() throws CheckpointException {
    return switch (fields.text("activation_function").orElse("gelu_new")) {
      // One function under four names; they differ in rounding only.
      case "gelu_new", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_accurate" ->
          ActivationFunction.GELU_NEW;
      case "gelu", "gelu_python" -> ActivationFunction.GELU;
      default -> throw fields.refused("activation_function");
    };
  }
}
