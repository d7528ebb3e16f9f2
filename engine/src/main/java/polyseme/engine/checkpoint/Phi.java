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

/// Phi 1, 1.5 and 2. Attention and MLP read the same normalised residual stream; the first part of
/// each head is turned; the unembedding has a bias.
final class Phi implements Family {

  private static final RopeFields.Usual ROPE = RopeFields.Usual.PLAIN.withPartial(0.5);
  private static final LlamaSizes SIZES =
      new LlamaSizes(
          51_200,
          2048,
          8192,
          24,
          32,
          LlamaSizes.Derived.USUALLY,
          LlamaSizes.Derived.IF_MISSING,
          2048,
          1e-5,
          false);
  private static final Pattern BLOCK = Pattern.compile("layers\\.(\\d{1,9})\\..*");
  private static final Pattern BUFFER = Pattern.compile(".*\\.rotary_emb\\.inv_freq");

  @Override
  public ModelConfig config(ConfigFields fields, BosToken bos) throws CheckpointException {
    CommonRules.check(fields);
    var dims = SIZES.dims(fields);
    var norm = new Norm(NormKind.LN, NotNull.positive(fields, "layer_norm_eps", SIZES.epsilon()));
    return new ModelConfig(
        Architecture.PHI,
        dims,
        Positions.ROTARY,
        attention(fields, dims, norm),
        new Mlp(NotNull.activation(fields, "hidden_act", "gelu_new"), false),
        norm,
        BlockLayout.PARALLEL,
        Ends.plain(dims, norm),
        bos.find("<|endoftext|>", false));
  }

  private static Attention attention(ConfigFields fields, Dims dims, Norm norm)
      throws CheckpointException {
    var rope = RopeFields.read(fields, ROPE).part(dims.dHead(), dims.nCtx());
    var layer = new Attention.Layer(Attention.Layer.ALL, Optional.of(rope));
    var attention =
        Attention.plain(dims)
            .withKeyValueHeads(SIZES.keyValueHeads(fields, dims))
            .withLayers(Collections.nCopies(dims.nLayers(), layer));
    if (!NotNull.flag(fields, "qk_layernorm", false)) {
      return attention;
    }
    // The reference makes these norms as wide as the width divided by the heads, whatever head_dim.
    var perHead = ConfigDims.perHead(fields, dims.dModel(), dims.nHeads());
    fields.allowOnly("head_dim", List.of(Double.toString(perHead)));
    return attention.withQueryKeyNorm(new Attention.QueryKeyNorm(norm, false));
  }

  @Override
  public void place(ModelConfig config, ConfigFields fields, WeightPlan plan)
      throws CheckpointException {
    var prefix = Placing.prefix(plan, "final_layernorm.weight", "model.", "");
    var placing = new Placing(config, plan, prefix);
    var dims = config.dims();
    placing.ends("embed_tokens.weight", "lm_head.weight", SIZES.tied(fields));
    placing.headBias("lm_head.bias");
    for (var layer = 0; layer < dims.nLayers(); layer++) {
      var block = "blocks." + layer + ".";
      var stored = "layers." + layer + ".";
      placing.norm(block + "ln1", stored + "input_layernorm");
      placing.projections(block + "attn.", stored + "self_attn.", true);
      placing.attentionOutput(block + "attn.", stored + "self_attn.dense", true);
      if (config.attention().queryKeyNorm().isPresent()) {
        var attn = stored + "self_attn.";
        placing.norm(block + "attn.q_norm", attn + "q_layernorm", config.norm(), dims.dHead());
        placing.norm(block + "attn.k_norm", attn + "k_layernorm", config.norm(), dims.dHead());
      }
      placing.norm(block + "ln2", stored + "input_layernorm");
      placing.neurons(block + "mlp.", stored + "mlp.fc1", stored + "mlp.fc2", true);
    }
    placing.norm("ln_final", "final_layernorm");
    placing.finish(name -> BUFFER.matcher(name).matches() || Placing.beyond(BLOCK, name, dims));
  }
}
