// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.regex.Pattern;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention;
import polyseme.engine.model.BlockLayout;
import polyseme.engine.model.BlockLayout.NormPlace;
import polyseme.engine.model.Ends;
import polyseme.engine.model.Mlp;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.model.ModelConfig.NormKind;
import polyseme.engine.model.Positions;
import polyseme.engine.task.CheckpointException;

/// BLOOM. Embeddings are normalised; scores fall with the distance; neurons have the tanh form of
/// GELU, which no entry names.
///
/// assumption: the reference has no longest context, so that any length may be chosen here:
/// `seq_length` where it is given, which is the length of the training texts, else theirs of the
/// published models.
final class Bloom implements Family {

  private static final Pattern BLOCK = Pattern.compile("h\\.(\\d{1,9})\\..*");

  @Override
  public ModelConfig config(ConfigFields fields, BosToken bos) throws CheckpointException {
    CommonRules.check(fields);
    var dims = dims(fields);
    // The reference leaves out two biases of each block then.
    if (NotNull.flag(fields, "slow_but_exact", false)
        && NotNull.size(fields, "pretraining_tp", 1) > 1) {
      throw fields.refused("slow_but_exact");
    }
    var norm = new Norm(NormKind.LN, NotNull.positive(fields, "layer_norm_epsilon", 1e-5));
    var fromNorm = NotNull.flag(fields, "apply_residual_connection_post_layernorm", false);
    var plain = Ends.plain(dims, norm);
    return new ModelConfig(
        Architecture.BLOOM,
        dims,
        Positions.ALIBI,
        Attention.plain(dims),
        new Mlp(ActivationFunction.GELU_NEW, false),
        norm,
        new BlockLayout(false, NormPlace.BEFORE, fromNorm),
        new Ends(
            plain.embeddingScale(),
            true,
            plain.embeddingWidth(),
            plain.finalNorm(),
            plain.logitSoftCap()),
        bos.find("<s>", false));
  }

  private static Dims dims(ConfigFields fields) throws CheckpointException {
    var sizes = new GptSizes(fields);
    var dModel = fields.has("n_embed") ? fields.size("n_embed") : sizes.size("hidden_size", 64);
    return sizes.dims(
        sizes.size("num_hidden_layers", "n_layer", 2),
        dModel,
        sizes.size("num_attention_heads", "n_head", 8),
        Math.multiplyExact(4, dModel),
        fields.has("seq_length") ? fields.size("seq_length") : 2048,
        250_880);
  }

  @Override
  public void place(ModelConfig config, ConfigFields fields, WeightPlan plan)
      throws CheckpointException {
    var prefix = Placing.prefix(plan, "ln_f.weight", "transformer.", "");
    var placing = new Placing(config, plan, prefix);
    var dims = config.dims();
    placing.ends(
        "word_embeddings.weight",
        "lm_head.weight",
        NotNull.flag(fields, "tie_word_embeddings", true));
    placing.norm("embed.ln", "word_embeddings_layernorm");
    for (var layer = 0; layer < dims.nLayers(); layer++) {
      var block = "blocks." + layer + ".";
      var stored = "h." + layer + ".";
      placing.norm(block + "ln1", stored + "input_layernorm");
      placing.interleavedHeads(block + "attn.", stored + "self_attention.query_key_value", true);
      placing.attentionOutput(block + "attn.", stored + "self_attention.dense", true);
      placing.norm(block + "ln2", stored + "post_attention_layernorm");
      placing.neurons(
          block + "mlp.", stored + "mlp.dense_h_to_4h", stored + "mlp.dense_4h_to_h", true);
    }
    placing.norm("ln_final", "ln_f");
    placing.finish(name -> Placing.beyond(BLOCK, name, dims));
  }
}
