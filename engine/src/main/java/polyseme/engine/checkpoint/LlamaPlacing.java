// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.task.CheckpointException;

/// The blocks of Llama's layout: what each tensor is called, and which weight it is.
final class LlamaPlacing {

  /// A tensor that every family of this layout has, though not under every prefix.
  static final String ANCHOR = "layers.0.self_attn.o_proj.weight";

  static final String EMBEDDING = "embed_tokens.weight";

  private static final Pattern BLOCK = Pattern.compile("layers\\.(\\d{1,9})\\..*");
  private static final Pattern ROTATION = Pattern.compile("(.*\\.)?rotary_emb\\.inv_freq");

  private final ModelConfig config;
  private final Placing placing;
  private final LlamaBiases biases;
  private final float normOffset;

  /// Places blocks of one model.
  ///
  /// @param config what the model is
  /// @param placing takes the places
  /// @param biases which linear layers have a bias
  /// @param normOffset what is added to the stored weights of normalisations
  LlamaPlacing(ModelConfig config, Placing placing, LlamaBiases biases, float normOffset) {
    this.config = config;
    this.placing = placing;
    this.biases = biases;
    this.normOffset = normOffset;
  }

  /// Queries, keys, values, gate and input in tensors of their own.
  void separate(int layer) throws CheckpointException {
    placing.projections(attn(layer), storedAttn(layer), biases.queriesKeysValues());
    linear(mlp(layer), "gate", storedMlp(layer) + "gate_proj");
    linear(mlp(layer), "in", storedMlp(layer) + "up_proj");
  }

  /// Queries, keys and values one after the other in one tensor, gate and input in another.
  void fused(int layer) throws CheckpointException {
    var all = headRows("Q") + headRows("K") + headRows("V");
    var first = 0L;
    for (var kind : List.of("Q", "K", "V")) {
      placing.heads(
          attn(layer) + "W_" + kind,
          storedAttn(layer) + "qkv_proj.weight",
          new Placing.Rows(all, first, headRows(kind)));
      first += headRows(kind);
    }
    var dMlp = (long) config.dims().dMlp();
    var stored = storedMlp(layer) + "gate_up_proj.weight";
    var gate = new Placing.Rows(2 * dMlp, 0, dMlp);
    var in = new Placing.Rows(2 * dMlp, dMlp, dMlp);
    placing.linear(mlp(layer) + "W_gate", stored, gate, config.dims().dModel());
    placing.linear(mlp(layer) + "W_in", stored, in, config.dims().dModel());
  }

  /// What heads and neurons write with, and the normalisations.
  void rest(int layer) throws CheckpointException {
    var dims = config.dims();
    placing.attentionOutput(attn(layer), storedAttn(layer) + "o_proj", biases.output());
    var down = storedMlp(layer) + "down_proj";
    placing.linear(mlp(layer) + "W_out", down + ".weight", dims.dModel(), dims.dMlp());
    if (biases.mlp()) {
      placing.whole(mlp(layer) + "b_out", down + ".bias", dims.dModel());
    }
    var norms = config.attention().queryKeyNorm();
    if (norms.isPresent()) {
      var whole = norms.get().wholeRow();
      var queries = whole ? headRows("Q") : dims.dHead();
      var keys = whole ? headRows("K") : dims.dHead();
      norm(attn(layer) + "q_norm", storedAttn(layer) + "q_norm", norms.get().norm(), queries);
      norm(attn(layer) + "k_norm", storedAttn(layer) + "k_norm", norms.get().norm(), keys);
    }
    norms(layer);
  }

  private void norms(int layer) throws CheckpointException {
    switch (config.layout().norms()) {
      case BEFORE -> {
        norm(layer, "ln1", "input_layernorm");
        norm(layer, "ln2", "post_attention_layernorm");
      }
      case BEFORE_AND_AFTER -> {
        norm(layer, "ln1", "input_layernorm");
        norm(layer, "ln1_post", "post_attention_layernorm");
        norm(layer, "ln2", "pre_feedforward_layernorm");
        norm(layer, "ln2_post", "post_feedforward_layernorm");
      }
      case AFTER_BRANCH -> {
        norm(layer, "ln1", "post_attention_layernorm");
        norm(layer, "ln2", "post_feedforward_layernorm");
      }
      case AFTER_SUM -> throw new IllegalStateException("no family of Llama's layout");
    }
  }

  /// The last normalisation; then refuses tensors that are no part of the model.
  ///
  /// @param harmless tells of a name, without the prefix, whether it has no effect in this family
  void finish(Predicate<String> harmless) throws CheckpointException {
    var last = config.ends().finalNorm();
    if (last.isPresent()) {
      norm("ln_final", "norm", last.get(), config.dims().dModel());
    }
    placing.finish(name ->
        ROTATION.matcher(name).matches()
            || harmless.test(name)
            || Placing.beyond(BLOCK, name, config.dims()));
  }

  private void norm(int layer, String name, String stored) throws CheckpointException {
    norm(block(layer) + name, storedBlock(layer) + stored, config.norm(), config.dims().dModel());
  }

  private void norm(String name, String stored, Norm norm, long width) throws CheckpointException {
    placing.norm(name, stored, norm, width, normOffset);
  }

  /// A linear layer to the neurons.
  private void linear(String mlp, String name, String stored) throws CheckpointException {
    var dims = config.dims();
    placing.linear(mlp + "W_" + name, stored + ".weight", dims.dMlp(), dims.dModel());
    if (biases.mlp()) {
      placing.whole(mlp + "b_" + name, stored + ".bias", dims.dMlp());
    }
  }

  private long headRows(String kind) {
    var dims = config.dims();
    var heads = kind.equals("Q") ? dims.nHeads() : config.attention().nKeyValueHeads();
    return (long) heads * dims.dHead();
  }

  private static String block(int layer) {
    return "blocks." + layer + ".";
  }

  private static String attn(int layer) {
    return block(layer) + "attn.";
  }

  private static String mlp(int layer) {
    return block(layer) + "mlp.";
  }

  private static String storedBlock(int layer) {
    return "layers." + layer + ".";
  }

  private static String storedAttn(int layer) {
    return storedBlock(layer) + "self_attn.";
  }

  private static String storedMlp(int layer) {
    return storedBlock(layer) + "mlp.";
  }
}
