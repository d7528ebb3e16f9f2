// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;

/// Files of minGPT beside TransformerLens' configuration (`"architecture": "mingpt"`), in which an
/// Othello model was published.
final class MinGptNaming {

  private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d{1,9})\\..*");
  private static final Pattern BUFFER = Pattern.compile("blocks\\.\\d{1,9}\\.attn\\.mask");

  private MinGptNaming() {}

  static void fill(ModelConfig config, WeightPlan plan) throws CheckpointException {
    var placing = new Placing(config, plan, "");
    var dims = config.dims();
    var positions = List.of((long) dims.nCtx(), (long) dims.dModel());
    placing.ends("tok_emb.weight", "head.weight", false);
    placing.reshaped(
        "pos_embed.W_pos", "pos_emb", List.of(1L, positions.get(0), positions.get(1)), positions);
    var width = (long) dims.nHeads() * dims.dHead();
    var rows = new Placing.Rows(width, 0, width);
    for (var layer = 0; layer < dims.nLayers(); layer++) {
      var block = "blocks." + layer + ".";
      placing.norm(block + "ln1", block + "ln1");
      for (var kind : Map.of("Q", "query", "K", "key", "V", "value").entrySet()) {
        var stored = block + "attn." + kind.getValue();
        placing.heads(block + "attn.W_" + kind.getKey(), stored + ".weight", rows);
        placing.headBias(block + "attn.b_" + kind.getKey(), stored + ".bias", rows);
      }
      placing.attentionOutput(block + "attn.", block + "attn.proj", true);
      placing.norm(block + "ln2", block + "ln2");
      placing.neurons(block + "mlp.", block + "mlp.0", block + "mlp.2", true);
    }
    var last = config.ends().finalNorm();
    if (last.isPresent()) {
      placing.norm("ln_final", "ln_f", last.get(), dims.dModel());
    }
    placing.finish(name -> BUFFER.matcher(name).matches() || Placing.beyond(BLOCK, name, dims));
  }
}
