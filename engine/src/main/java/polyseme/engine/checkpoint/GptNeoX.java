// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.Collections;
import java.util.List;
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
import polyseme.engine.task.CheckpointException;

/// GPT-NeoX and Pythia. Attention and MLP stand side by side unless the configuration puts them one
/// after the other. At the top of the configuration, base and part of the rotation have names of
/// their own; `rope_theta` and `partial_rotary_factor` decide nothing there.
final class GptNeoX implements Family {

  private static final RopeFields.Usual ROPE =
      new RopeFields.Usual("rotary_emb_base", 10_000, "rotary_pct", 0.25);
  private static final Pattern BLOCK = Pattern.compile("layers\\.(\\d{1,9})\\..*");
  private static final Pattern BUFFER =
      Pattern.compile("layers\\.\\d{1,9}\\.attention\\.(bias|masked_bias|rotary_emb\\.inv_freq)");

  @Override
  public ModelConfig config(ConfigFields fields, BosToken bos) throws CheckpointException {
    CommonRules.check(fields);
    var dims = dims(fields);
    fields.allowOnly("head_dim", List.of(Double.toString(dims.dHead())));
    NotNull.flag(fields, "attention_bias", true); // read again where the biases are placed
    var norm = new Norm(NormKind.LN, NotNull.positive(fields, "layer_norm_eps", 1e-5));
    var rope = RopeFields.read(fields, ROPE).part(dims.dHead(), dims.nCtx());
    var layer = new Attention.Layer(Attention.Layer.ALL, Optional.of(rope));
    return new ModelConfig(
        Architecture.GPT_NEOX,
        dims,
        Positions.ROTARY,
        Attention.plain(dims).withLayers(Collections.nCopies(dims.nLayers(), layer)),
        new Mlp(NotNull.activation(fields, "hidden_act", "gelu"), false),
        norm,
        NotNull.flag(fields, "use_parallel_residual", true)
            ? BlockLayout.PARALLEL
            : BlockLayout.SEQUENTIAL,
        Ends.plain(dims, norm),
        bos.find("<|endoftext|>", false));
  }

  private static Dims dims(ConfigFields fields) throws CheckpointException {
    var sizes = new GptSizes(fields);
    return sizes.dims(
        sizes.size("num_hidden_layers", 44),
        sizes.size("hidden_size", 6144),
        sizes.size("num_attention_heads", 64),
        sizes.size("intermediate_size", 24_576),
        sizes.size("max_position_embeddings", 2048),
        50_432);
  }

  @Override
  public void place(ModelConfig config, ConfigFields fields, WeightPlan plan)
      throws CheckpointException {
    var prefix = Placing.prefix(plan, "final_layer_norm.weight", "gpt_neox.", "");
    var placing = new Placing(config, plan, prefix);
    var bias = NotNull.flag(fields, "attention_bias", true);
    var dims = config.dims();
    placing.ends(
        "embed_in.weight",
        plan.has("lm_head.weight") ? "lm_head.weight" : "embed_out.weight",
        NotNull.flag(fields, "tie_word_embeddings", false));
    for (var layer = 0; layer < dims.nLayers(); layer++) {
      var block = "blocks." + layer + ".";
      var stored = "layers." + layer + ".";
      placing.norm(block + "ln1", stored + "input_layernorm");
      placing.interleavedHeads(block + "attn.", stored + "attention.query_key_value", bias);
      placing.attentionOutput(block + "attn.", stored + "attention.dense", bias);
      placing.norm(block + "ln2", stored + "post_attention_layernorm");
      placing.neurons(
          block + "mlp.", stored + "mlp.dense_h_to_4h", stored + "mlp.dense_4h_to_h", true);
    }
    placing.norm("ln_final", "final_layer_norm");
    placing.finish(name -> BUFFER.matcher(name).matches() || Placing.beyond(BLOCK, name, dims));
  }
}
