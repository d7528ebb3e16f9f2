// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;

/// Files that use TransformerLens' own names and shapes, or those of the SoLU models that came
/// before it (`*_old`): these say `norm` for `ln`, and small ones hold their matrices transposed.
final class TransformerLensNaming {

  private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d{1,9})\\..*");
  private static final Pattern BUFFER = Pattern.compile("blocks\\.\\d{1,9}\\.attn\\.(mask|IGNORE)");
  private static final String OLD = "neel-solu-old";
  private static final int MOST_TRANSPOSED_LAYERS = 6;
  private static final int MOST_LAYERS_WITH_TRANSPOSED_POSITIONS = 8;

  private final ModelConfig config;
  private final WeightPlan plan;
  private final boolean old;

  private TransformerLensNaming(ModelConfig config, WeightPlan plan, boolean old) {
    this.config = config;
    this.plan = plan;
    this.old = old;
  }

  static void fill(ModelConfig config, ConfigFields fields, WeightPlan plan)
      throws CheckpointException {
    var architecture = fields.text("architecture");
    var named = plan.has("norm.w") || plan.has("blocks.0.norm1.w");
    var old = architecture.isPresent() ? architecture.get().equals(OLD) : named;
    var naming = new TransformerLensNaming(config, plan, old);
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
    if (bias && !plan.has(first)) {
      return;
    }
    var shape = lengths.stream().map(Integer::longValue).toList();
    if (transposed(weight)) {
      plan.view(weight, stored(weight), swapped(shape), transposed(shape));
    } else {
      plan.whole(weight, stored(weight), shape, shape);
    }
  }

  /// What the file calls a weight: the first of the spellings that is there, else TransformerLens'.
  private String stored(String weight) {
    if (!old) {
      return weight;
    }
    var spellings =
        weight.startsWith("ln_final.")
            ? List.of(weight.replace("ln_final.", "norm."), weight.replace("ln_final.", "ln."))
            : List.of(weight.replace("ln", "norm"));
    return spellings.stream().filter(plan::has).findFirst().orElse(weight);
  }

  private boolean transposed(String weight) {
    var layers = config.dims().nLayers();
    return old
        && (weight.endsWith(".W_pos")
            ? layers <= MOST_LAYERS_WITH_TRANSPOSED_POSITIONS
            : weight.contains("W_") && layers <= MOST_TRANSPOSED_LAYERS);
  }

  private static List<Long> swapped(List<Long> shape) {
    var swapped = new ArrayList<>(shape);
    Collections.swap(swapped, shape.size() - 1, shape.size() - 2);
    return swapped;
  }

  /// A view of the shape `shape` on a tensor whose last two axes are swapped.
  private static StridedView transposed(List<Long> shape) {
    var strides = new ArrayList<>(StridedView.whole(swapped(shape)).strides());
    Collections.swap(strides, shape.size() - 1, shape.size() - 2);
    return new StridedView(0, shape, strides);
  }

  /// Masks, and blocks beyond the number in the configuration, which TransformerLens leaves out
  /// too.
  private boolean harmless(String tensor) {
    return BUFFER.matcher(tensor).matches() || Placing.beyond(BLOCK, tensor, config.dims());
  }
}
