// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import java.util.regex.Pattern;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;

/// Hugging Face's names of GPT-2's tensors, with or without the prefix `transformer.`. Its linear
/// layers are stored `[in, out]`; queries, keys and values lie side by side in one of them.
final class Gpt2Naming {

  private static final String PREFIX = "transformer.";
  private static final String HEAD = "lm_head.weight";
  private static final Pattern BLOCK = Pattern.compile("h\\.(\\d{1,9})\\..*");
  private static final Pattern BUFFER = Pattern.compile("h\\.\\d{1,9}\\.attn\\.(bias|masked_bias)");

  private final ModelConfig config;
  private final boolean tied;
  private final WeightPlan plan;
  private final String prefix;
  private final long dModel;

  private Gpt2Naming(ModelConfig config, boolean tied, WeightPlan plan) {
    this.config = config;
    this.tied = tied;
    this.plan = plan;
    this.prefix = plan.has(PREFIX + "wpe.weight") ? PREFIX : "";
    this.dModel = config.dims().dModel();
  }

  /// @param tied whether the embedding serves as unembedding where the files have none
  static void fill(ModelConfig config, boolean tied, WeightPlan plan) throws CheckpointException {
    var naming = new Gpt2Naming(config, tied, plan);
    naming.fill();
    plan.finish(naming::harmless);
  }

  private void fill() throws CheckpointException {
    var dims = config.dims();
    var vocab = List.of((long) dims.dVocab(), dModel);
    var embedding = prefix + "wte.weight";
    var embeddingThere = plan.has(embedding) || !tied || !plan.has(HEAD);
    plan.whole("embed.W_E", embeddingThere ? embedding : HEAD, vocab, vocab);
    whole("pos_embed.W_pos", "wpe.weight", List.of((long) dims.nCtx(), dModel));
    for (var layer = 0; layer < dims.nLayers(); layer++) {
      var block = "blocks." + layer + ".";
      var stored = "h." + layer + ".";
      norm(block + "ln1", stored + "ln_1");
      attention(block + "attn.", stored + "attn.");
      norm(block + "ln2", stored + "ln_2");
      mlp(block + "mlp.", stored + "mlp.");
    }
    norm("ln_final", "ln_f");
    var head = plan.has(HEAD) || !tied ? HEAD : embedding;
    var transposed = new StridedView(0, List.of(dModel, (long) dims.dVocab()), List.of(1L, dModel));
    plan.view("unembed.W_U", head, vocab, transposed);
    plan.zeros("unembed.b_U", List.of((long) dims.dVocab()));
  }

  /// Columns of `c_attn` are queries, keys and values, each head by head.
  private void attention(String attn, String stored) throws CheckpointException {
    var dims = config.dims();
    var heads = (long) dims.nHeads();
    var dHead = (long) dims.dHead();
    var kinds = List.of("Q", "K", "V");
    for (var part = 0; part < kinds.size(); part++) {
      var kind = kinds.get(part);
      var columns =
          new StridedView(
              part * dModel, List.of(heads, dModel, dHead), List.of(dHead, 3 * dModel, 1L));
      plan.view(
          attn + "W_" + kind,
          prefix + stored + "c_attn.weight",
          List.of(dModel, 3 * dModel),
          columns);
      plan.view(
          attn + "b_" + kind,
          prefix + stored + "c_attn.bias",
          List.of(3 * dModel),
          new StridedView(part * dModel, List.of(heads, dHead), List.of(dHead, 1L)));
    }
    plan.whole(
        attn + "W_O",
        prefix + stored + "c_proj.weight",
        List.of(dModel, dModel),
        List.of(heads, dHead, dModel));
    whole(attn + "b_O", stored + "c_proj.bias", List.of(dModel));
  }

  private void mlp(String mlp, String stored) throws CheckpointException {
    var dMlp = (long) config.dims().dMlp();
    whole(mlp + "W_in", stored + "c_fc.weight", List.of(dModel, dMlp));
    whole(mlp + "b_in", stored + "c_fc.bias", List.of(dMlp));
    whole(mlp + "W_out", stored + "c_proj.weight", List.of(dMlp, dModel));
    whole(mlp + "b_out", stored + "c_proj.bias", List.of(dModel));
  }

  private void norm(String name, String stored) throws CheckpointException {
    whole(name + ".w", stored + ".weight", List.of(dModel));
    whole(name + ".b", stored + ".bias", List.of(dModel));
  }

  private void whole(String weight, String stored, List<Long> shape) throws CheckpointException {
    plan.whole(weight, prefix + stored, shape, shape);
  }

  /// Masks, and blocks beyond the number in the configuration, which the reference leaves out too.
  private boolean harmless(String tensor) {
    if (!tensor.startsWith(prefix)) {
      return false;
    }
    var name = tensor.substring(prefix.length());
    var block = BLOCK.matcher(name);
    return BUFFER.matcher(name).matches()
        || (block.matches() && Integer.parseInt(block.group(1)) >= config.dims().nLayers());
  }
}
