// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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

/// OPT. The 350m kind normalises after each sum and projects narrower embeddings in and out. Two
/// rows stand before the first position.
final class Opt implements Family {

  private static final Norm AFFINE = new Norm(NormKind.LN, 1e-5);
  private static final Norm PLAIN = new Norm(NormKind.LN_PRE, 1e-5);
  private static final BlockLayout AFTER = new BlockLayout(false, NormPlace.AFTER_SUM, false);
  private static final Pattern BLOCK = Pattern.compile("layers\\.(\\d{1,9})\\..*");
  private static final long ROWS_BEFORE = 2;

  @Override
  public ModelConfig config(ConfigFields fields, BosToken bos) throws CheckpointException {
    CommonRules.check(fields);
    var dims = dims(fields);
    NotNull.flag(fields, "enable_bias", true); // read again where the biases are placed
    var norm = NotNull.flag(fields, "layer_norm_elementwise_affine", true) ? AFFINE : PLAIN;
    var before = NotNull.flag(fields, "do_layer_norm_before", true);
    var last = before && !NotNull.flag(fields, "_remove_final_layer_norm", false);
    var width =
        fields.has("word_embed_proj_dim") ? fields.size("word_embed_proj_dim") : dims.dModel();
    return new ModelConfig(
        Architecture.OPT,
        dims,
        Positions.LEARNED,
        Attention.plain(dims),
        new Mlp(NotNull.activation(fields, "activation_function", "relu"), false),
        norm,
        before ? BlockLayout.SEQUENTIAL : AFTER,
        new Ends(1, false, width, last ? Optional.of(norm) : Optional.empty(), Attention.NONE),
        bos.find("</s>", true));
  }

  private static Dims dims(ConfigFields fields) throws CheckpointException {
    var sizes = new GptSizes(fields);
    return sizes.dims(
        sizes.size("num_hidden_layers", 12),
        sizes.size("hidden_size", 768),
        sizes.size("num_attention_heads", 12),
        sizes.size("ffn_dim", 3072),
        sizes.size("max_position_embeddings", 2048),
        50_272);
  }

  @Override
  public void place(ModelConfig config, ConfigFields fields, WeightPlan plan)
      throws CheckpointException {
    var prefix = Placing.prefix(plan, "embed_positions.weight", "model.decoder.", "decoder.");
    var placing = new Placing(config, plan, prefix);
    var bias = NotNull.flag(fields, "enable_bias", true);
    var dims = config.dims();
    placing.ends(
        "embed_tokens.weight", "lm_head.weight", NotNull.flag(fields, "tie_word_embeddings", true));
    positions(placing, dims);
    var width = config.ends().embeddingWidth();
    if (width != dims.dModel()) {
      placing.linear("embed.W_project", "project_in.weight", dims.dModel(), width);
      placing.linear("unembed.W_project", "project_out.weight", width, dims.dModel());
    }
    for (var layer = 0; layer < dims.nLayers(); layer++) {
      var block = "blocks." + layer + ".";
      var stored = "layers." + layer + ".";
      placing.norm(block + "ln1", stored + "self_attn_layer_norm");
      placing.projections(block + "attn.", stored + "self_attn.", bias);
      placing.attentionOutput(block + "attn.", stored + "self_attn.out_proj", bias);
      placing.norm(block + "ln2", stored + "final_layer_norm");
      placing.neurons(block + "mlp.", stored + "fc1", stored + "fc2", bias);
    }
    if (config.ends().finalNorm().isPresent()) {
      placing.norm("ln_final", "final_layer_norm");
    }
    placing.finish(name -> Placing.beyond(BLOCK, name, dims));
  }

  private static void positions(Placing placing, Dims dims) throws CheckpointException {
    var nCtx = (long) dims.nCtx();
    var dModel = (long) dims.dModel();
    placing.view(
        "pos_embed.W_pos",
        "embed_positions.weight",
        List.of(nCtx + ROWS_BEFORE, dModel),
        new StridedView(ROWS_BEFORE * dModel, List.of(nCtx, dModel), List.of(dModel, 1L)));
  }
}
