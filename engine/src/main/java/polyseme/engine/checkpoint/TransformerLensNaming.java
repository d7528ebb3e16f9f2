// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import java.util.regex.Pattern;
import polyseme.engine.model.ModelConfig;
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
    for (var weight : WeightShapes.of(config).entrySet()) {
      naming.place(weight.getKey(), weight.getValue());
    }
    plan.fill(config);
    plan.finish(naming::harmless);
  }

  /// A bias may be missing, but not from some blocks only: then the file is incomplete.
  private void place(String weight, List<Integer> lengths) throws CheckpointException {
    var first = weight.replaceFirst("^blocks\\.\\d+\\.", "blocks.0.");
    var bias = first.substring(first.lastIndexOf('.') + 1).startsWith("b_");
    if (!bias || plan.has(first)) {
      var shape = lengths.stream().map(Integer::longValue).toList();
      plan.whole(weight, weight, shape, shape);
    }
  }

  /// Masks, and blocks beyond the number in the configuration, which TransformerLens leaves out
  /// too.
  private boolean harmless(String tensor) {
    return BUFFER.matcher(tensor).matches() || Placing.beyond(BLOCK, tensor, config.dims());
  }
}
