// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention;
import polyseme.engine.model.BlockLayout;
import polyseme.engine.model.Ends;
import polyseme.engine.model.Mlp;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.model.ModelConfig.NormKind;
import polyseme.engine.model.Positions;
import polyseme.engine.task.CheckpointException;

/// `config.json` as TransformerLens and its training code write it.
final class TransformerLensConfig {

  /// `architecture` of the files of minGPT.
  static final String MINGPT = "mingpt";

  private static final double USUAL_EPSILON = 1e-5;
  private static final Map<String, ActivationFunction> FUNCTIONS =
      Map.of(
          "solu", ActivationFunction.SOLU,
          "solu_ln", ActivationFunction.SOLU_LN,
          "gelu", ActivationFunction.GELU,
          "gelu_new", ActivationFunction.GELU_NEW,
          "gelu_fast", ActivationFunction.GELU_NEW,
          "gelu_pytorch_tanh", ActivationFunction.GELU_NEW,
          "silu", ActivationFunction.SILU,
          "relu", ActivationFunction.RELU);

  /// What decides the forward pass and has one supported value; other entries are about training.
  private static final Map<String, List<String>> ONLY =
      Map.ofEntries(
          Map.entry("attention_dir", List.of("causal")),
          Map.entry("use_local_attn", List.of("false")),
          Map.entry("parallel_attn_mlp", List.of("false")),
          Map.entry("gated_mlp", List.of("false")),
          Map.entry("post_embedding_ln", List.of("false")),
          Map.entry("use_qk_norm", List.of("false")),
          Map.entry("use_normalization_before_and_after", List.of("false")),
          Map.entry("load_in_4bit", List.of("false")),
          Map.entry("uses_rms_norm", List.of("false")),
          Map.entry("attn_scores_soft_cap", List.of("-1.0")),
          Map.entry("output_logits_soft_cap", List.of("-1.0")),
          Map.entry("num_experts", List.of()),
          Map.entry("experts_per_token", List.of()),
          Map.entry("quantization_config", List.of()),
          Map.entry("relative_attention_max_distance", List.of()));

  private final ConfigFields fields;

  private TransformerLensConfig(ConfigFields fields) {
    this.fields = fields;
  }

  static ModelConfig read(ConfigFields fields, BosToken bosToken) throws CheckpointException {
    return new TransformerLensConfig(fields).read(bosToken);
  }

  private ModelConfig read(BosToken bosToken) throws CheckpointException {
    for (var rule : new TreeMap<>(ONLY).entrySet()) {
      fields.allowOnly(rule.getKey(), rule.getValue());
    }
    var minGpt = fields.text("architecture").orElse("").equals(MINGPT);
    var attnOnly = fields.flag("attn_only", false);
    var dims =
        ConfigDims.checked(
            fields,
            new ModelConfig.Dims(
                fields.size("n_layers"),
                fields.size("d_model"),
                fields.size("n_heads"),
                fields.size("d_head"),
                attnOnly ? 0 : fields.size("d_mlp"),
                fields.size("n_ctx"),
                fields.size("d_vocab")));
    var norm = norm();
    var activation = activation(attnOnly);
    if (minGpt && (attnOnly || activation.normalised())) {
      throw fields.refused(attnOnly ? "attn_only" : "act_fn"); // no names for these weights
    }
    fields.allowOnly("d_vocab_out", List.of("-1.0", Double.toString(dims.dVocab())));
    fields.allowOnly("n_key_value_heads", List.of(Double.toString(dims.nHeads())));
    var attention =
        Attention.plain(dims)
            .withScale(
                attentionScale(dims.dHead()),
                fields.flag("scale_attn_by_inverse_layer_idx", false));
    return new ModelConfig(
        Architecture.TRANSFORMER_LENS,
        dims,
        positions(),
        attention,
        new Mlp(activation, false),
        norm,
        BlockLayout.SEQUENTIAL,
        Ends.plain(dims, finalNorm(norm)),
        bosToken.find("<|BOS|>", fields.flag("default_prepend_bos", true)));
  }

  private Positions positions() throws CheckpointException {
    var type = fields.text("positional_embedding_type").orElse("standard");
    var shortformer = fields.flag("shortformer_pos", type.equals("shortformer"));
    fields.allowOnly(
        "positional_embedding_type", List.of(shortformer ? "shortformer" : "standard"));
    return shortformer ? Positions.SHORTFORMER : Positions.LEARNED;
  }

  /// Some models have a division by the root mean square at their end and LayerNorm elsewhere.
  private Norm finalNorm(Norm norm) throws CheckpointException {
    if (!fields.flag("final_rms", false)) {
      return norm;
    }
    var kind = norm.kind().weighted() ? NormKind.RMS : NormKind.RMS_PRE;
    return new Norm(kind, norm.epsilon());
  }

  private ActivationFunction activation(boolean attnOnly) throws CheckpointException {
    var name = fields.text("act_fn");
    if (name.isEmpty() && attnOnly) {
      return ActivationFunction.GELU; // nothing is ever given to it
    }
    if (name.isEmpty()) {
      throw Failures.unsupported(fields.file(), "has no act_fn");
    }
    var function = FUNCTIONS.get(name.get());
    if (function == null) {
      throw fields.refused("act_fn");
    }
    return function;
  }

  private Norm norm() throws CheckpointException {
    var key = fields.mentions("normalization") ? "normalization" : "normalization_type";
    var kind =
        switch (fields.text(key).orElse("")) {
          case "LN" -> NormKind.LN;
          case "LNPre" -> NormKind.LN_PRE;
          case "" ->
              throw fields.mentions(key)
                  ? fields.refused(key)
                  : Failures.unsupported(fields.file(), "has no normalization");
          default -> throw fields.refused(key);
        };
    fields.allowOnly("normalization_type", List.of(fields.text(key).orElse("")));
    return new Norm(kind, fields.positive("eps", USUAL_EPSILON));
  }

  private double attentionScale(int dHead) throws CheckpointException {
    if (!fields.flag("use_attn_scale", true)) {
      return 1;
    }
    var usual = Math.sqrt(dHead);
    // TransformerLens writes -1 for "not set".
    return fields.has("attn_scale") && fields.root().get("attn_scale").asDouble(0) == -1
        ? usual
        : fields.positive("attn_scale", usual);
  }
}
