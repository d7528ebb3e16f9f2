// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.Collections;
import java.util.Optional;
import java.util.regex.Pattern;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention;
import polyseme.engine.model.BlockLayout;
import polyseme.engine.model.Ends;
import polyseme.engine.model.Mlp;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.model.ModelConfig.NormKind;
import polyseme.engine.model.Positions;
import polyseme.engine.model.Rope;
import polyseme.engine.task.CheckpointException;

/// GPT-J. Attention and MLP read the same normalised residual stream; neighbouring coordinates of
/// queries and keys are turned, always with a base of 10,000; the unembedding has a bias.
final class GptJ implements Family {

  private static final Pattern BLOCK = Pattern.compile("h\\.(\\d{1,9})\\..*");
  private static final Pattern BUFFER = Pattern.compile("h\\.\\d{1,9}\\.attn\\.(bias|masked_bias)");

  @Override
  public ModelConfig config(ConfigFields fields, BosToken bos) throws CheckpointException {
    CommonRules.check(fields);
    var dims = dims(fields);
    var norm = new Norm(NormKind.LN, NotNull.positive(fields, "layer_norm_epsilon", 1e-5));
    var layer = new Attention.Layer(Attention.Layer.ALL, Optional.of(rope(fields, dims)));
    return new ModelConfig(
        Architecture.GPT_J,
        dims,
        Positions.ROTARY,
        Attention.plain(dims).withLayers(Collections.nCopies(dims.nLayers(), layer)),
        new Mlp(NotNull.activation(fields, "activation_function", "gelu_new"), false),
        norm,
        BlockLayout.PARALLEL,
        Ends.plain(dims, norm),
        bos.find("<|endoftext|>", true));
  }

  private static Dims dims(ConfigFields fields) throws CheckpointException {
    var sizes = new GptSizes(fields);
    var dModel = sizes.size("hidden_size", "n_embd", 4096);
    return sizes.dims(
        sizes.size("num_hidden_layers", "n_layer", 28),
        dModel,
        sizes.size("num_attention_heads", "n_head", 16),
        sizes.neurons("n_inner", dModel),
        sizes.size("max_position_embeddings", "n_positions", 2048),
        50_400);
  }

  private static Rope rope(ConfigFields fields, Dims dims) throws CheckpointException {
    var width = NotNull.size(fields, "rotary_dim", 64);
    if (width % 2 != 0 || width > dims.dHead()) {
      throw Failures.unsupported(
          fields.file(),
          "has a rotary_dim of %d for heads of width %d".formatted(width, dims.dHead()));
    }
    return new Rope(width, Rope.Pairing.ADJACENT, 10_000, new Rope.Unscaled());
  }

  @Override
  public void place(ModelConfig config, ConfigFields fields, WeightPlan plan)
      throws CheckpointException {
    var prefix = Placing.prefix(plan, "ln_f.weight", "transformer.", "");
    var placing = new Placing(config, plan, prefix);
    var dims = config.dims();
    placing.ends(
        "wte.weight", "lm_head.weight", NotNull.flag(fields, "tie_word_embeddings", false));
    placing.headBias("lm_head.bias");
    for (var layer = 0; layer < dims.nLayers(); layer++) {
      var block = "blocks." + layer + ".";
      var stored = "h." + layer + ".";
      placing.norm(block + "ln1", stored + "ln_1");
      placing.projections(block + "attn.", stored + "attn.", false);
      placing.attentionOutput(block + "attn.", stored + "attn.out_proj", false);
      placing.norm(block + "ln2", stored + "ln_1");
      placing.neurons(block + "mlp.", stored + "mlp.fc_in", stored + "mlp.fc_out", true);
    }
    placing.norm("ln_final", "ln_f");
    placing.finish(name -> BUFFER.matcher(name).matches() || Placing.beyond(BLOCK, name, dims));
  }
}
