// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.NormKind;
import polyseme.engine.task.CheckpointException;

/// Files that use TransformerLens' own names and shapes.
final class TransformerLensNaming {

  private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d{1,9})\\..*");
  private static final Pattern BUFFER = Pattern.compile("blocks\\.\\d{1,9}\\.attn\\.(mask|IGNORE)");

  private final ModelConfig config;
  private final WeightPlan plan;

  private TransformerLensNaming(ModelConfig config, WeightPlan plan) {
    this.config = config;
    this.plan = plan;
  }

  static void fill(ModelConfig config, WeightPlan plan) throws CheckpointException {
    var naming = new TransformerLensNaming(config, plan);
    naming.fill();
    plan.finish(naming::harmless);
  }

  private void fill() throws CheckpointException {
    var dims = config.dims();
    weight("embed.W_E", dims.dVocab(), dims.dModel());
    weight("pos_embed.W_pos", dims.nCtx(), dims.dModel());
    for (var layer = 0; layer < dims.nLayers(); layer++) {
      var block = "blocks." + layer + ".";
      norm(block + "ln1", dims.dModel());
      attention(layer);
      if (!config.attnOnly()) {
        norm(block + "ln2", dims.dModel());
        mlp(layer);
      }
    }
    norm("ln_final", dims.dModel());
    weight("unembed.W_U", dims.dModel(), dims.dVocab());
    bias("unembed.b_U", "unembed.b_U", dims.dVocab());
  }

  private void attention(int layer) throws CheckpointException {
    var dims = config.dims();
    var attn = "blocks." + layer + ".attn.";
    for (var kind : List.of("Q", "K", "V")) {
      weight(attn + "W_" + kind, dims.nHeads(), dims.dModel(), dims.dHead());
      blockBias(layer, "attn.b_" + kind, dims.nHeads(), dims.dHead());
    }
    weight(attn + "W_O", dims.nHeads(), dims.dHead(), dims.dModel());
    blockBias(layer, "attn.b_O", dims.dModel());
  }

  private void mlp(int layer) throws CheckpointException {
    var dims = config.dims();
    var mlp = "blocks." + layer + ".mlp.";
    weight(mlp + "W_in", dims.dModel(), dims.dMlp());
    blockBias(layer, "mlp.b_in", dims.dMlp());
    weight(mlp + "W_out", dims.dMlp(), dims.dModel());
    blockBias(layer, "mlp.b_out", dims.dModel());
    if (config.activation() == ActivationFunction.SOLU_LN) {
      norm(mlp + "ln", dims.dMlp());
    }
  }

  private void norm(String name, long width) throws CheckpointException {
    if (config.norm().kind() == NormKind.LN) {
      weight(name + ".w", width);
      weight(name + ".b", width);
    }
  }

  private void blockBias(int layer, String name, long... shape) throws CheckpointException {
    bias("blocks." + layer + "." + name, "blocks.0." + name, shape);
  }

  /// A bias may be missing, but not from some blocks only: then the file is incomplete.
  private void bias(String name, String first, long... shape) throws CheckpointException {
    if (plan.has(first)) {
      weight(name, shape);
    } else {
      plan.zeros(name, shape(shape));
    }
  }

  private void weight(String name, long... shape) throws CheckpointException {
    plan.whole(name, name, shape(shape), shape(shape));
  }

  private static List<Long> shape(long... lengths) {
    return Arrays.stream(lengths).boxed().toList();
  }

  /// Masks, and blocks beyond the number in the configuration, which TransformerLens leaves out
  /// too.
  private boolean harmless(String tensor) {
    var block = BLOCK.matcher(tensor);
    return BUFFER.matcher(tensor).matches()
        || (block.matches() && Integer.parseInt(block.group(1)) >= config.dims().nLayers());
  }
}
