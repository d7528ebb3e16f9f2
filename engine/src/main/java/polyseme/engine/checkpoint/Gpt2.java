// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import java.util.regex.Pattern;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.model.ModelConfig.NormKind;
import polyseme.engine.task.CheckpointException;

/// Hugging Face's GPT-2. Sizes have two spellings, of which the longer one wins. Its linear layers
/// are stored `[in, out]`, unlike those of every other family.
final class Gpt2 implements Family {

  private static final Pattern BLOCK = Pattern.compile("h\\.(\\d{1,9})\\..*");
  private static final Pattern BUFFER = Pattern.compile("h\\.\\d{1,9}\\.attn\\.(bias|masked_bias)");

  @Override
  public ModelConfig config(ConfigFields fields, BosToken bos) throws CheckpointException {
    CommonRules.check(fields);
    var dims = dims(fields);
    var norm = new Norm(NormKind.LN, NotNull.positive(fields, "layer_norm_epsilon", 1e-5));
    var scale = NotNull.flag(fields, "scale_attn_weights", true) ? Math.sqrt(dims.dHead()) : 1;
    var byLayer = NotNull.flag(fields, "scale_attn_by_inverse_layer_idx", false);
    return ModelConfig.plain(
            Architecture.GPT2,
            dims,
            NotNull.activation(fields, "activation_function", "gelu_new"),
            norm,
            bos.find("<|endoftext|>", true))
        .withAttention(Attention.plain(dims).withScale(scale, byLayer));
  }

  private static ModelConfig.Dims dims(ConfigFields fields) throws CheckpointException {
    var sizes = new GptSizes(fields);
    var dModel = sizes.size("hidden_size", "n_embd", 768);
    return sizes.dims(
        sizes.size("num_hidden_layers", "n_layer", 12),
        dModel,
        sizes.size("num_attention_heads", "n_head", 12),
        sizes.neurons("n_inner", dModel),
        sizes.size("max_position_embeddings", "n_positions", 1024),
        50_257);
  }

  @Override
  public void place(ModelConfig config, ConfigFields fields, WeightPlan plan)
      throws CheckpointException {
    var prefix = Placing.prefix(plan, "wpe.weight", "", "transformer.");
    var placing = new Placing(config, plan, prefix);
    var dims = config.dims();
    placing.ends("wte.weight", "lm_head.weight", NotNull.flag(fields, "tie_word_embeddings", true));
    placing.whole("pos_embed.W_pos", "wpe.weight", dims.nCtx(), dims.dModel());
    for (var layer = 0; layer < dims.nLayers(); layer++) {
      block(config, placing, "blocks." + layer + ".", "h." + layer + ".");
    }
    placing.norm("ln_final", "ln_f", config.norm(), dims.dModel());
    placing.finish(name -> BUFFER.matcher(name).matches() || Placing.beyond(BLOCK, name, dims));
  }

  private static void block(ModelConfig config, Placing placing, String block, String stored)
      throws CheckpointException {
    var dModel = (long) config.dims().dModel();
    var dMlp = (long) config.dims().dMlp();
    placing.norm(block + "ln1", stored + "ln_1", config.norm(), dModel);
    attention(config, placing, block + "attn.", stored + "attn.");
    placing.norm(block + "ln2", stored + "ln_2", config.norm(), dModel);
    placing.whole(block + "mlp.W_in", stored + "mlp.c_fc.weight", dModel, dMlp);
    placing.whole(block + "mlp.b_in", stored + "mlp.c_fc.bias", dMlp);
    placing.whole(block + "mlp.W_out", stored + "mlp.c_proj.weight", dMlp, dModel);
    placing.whole(block + "mlp.b_out", stored + "mlp.c_proj.bias", dModel);
  }

  /// Columns of `c_attn` are queries, keys and values, each head by head.
  private static void attention(ModelConfig config, Placing placing, String attn, String stored)
      throws CheckpointException {
    var heads = (long) config.dims().nHeads();
    var dHead = (long) config.dims().dHead();
    var dModel = heads * dHead;
    var kinds = List.of("Q", "K", "V");
    for (var part = 0; part < kinds.size(); part++) {
      var columns =
          new StridedView(
              part * dModel, List.of(heads, dModel, dHead), List.of(dHead, 3 * dModel, 1L));
      placing.view(
          attn + "W_" + kinds.get(part),
          stored + "c_attn.weight",
          List.of(dModel, 3 * dModel),
          columns);
      placing.headBias(
          attn + "b_" + kinds.get(part),
          stored + "c_attn.bias",
          new Placing.Rows(3 * dModel, part * dModel, dModel));
    }
    placing.reshaped(
        attn + "W_O",
        stored + "c_proj.weight",
        List.of(dModel, dModel),
        List.of(heads, dHead, dModel));
    placing.whole(attn + "b_O", stored + "c_proj.bias", dModel);
  }
}
