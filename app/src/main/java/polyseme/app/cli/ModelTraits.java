// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import polyseme.engine.model.Attention;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.Rope;

/// What sets a model apart from GPT-2, in the words of the field.
final class ModelTraits {

  private final ModelConfig config;
  private final Set<String> found = new LinkedHashSet<>();

  private ModelTraits(ModelConfig config) {
    this.config = config;
  }

  /// Finds them.
  ///
  /// @param config what the model is
  /// @return one phrase each
  static Set<String> of(ModelConfig config) {
    var traits = new ModelTraits(config);
    traits.attention();
    traits.layers();
    traits.rest();
    return traits.found;
  }

  private void attention() {
    var attention = config.attention();
    if (attention.nKeyValueHeads() != config.dims().nHeads()) {
      found.add("%d heads of keys and values".formatted(attention.nKeyValueHeads()));
    }
    if (attention.scale() != Math.sqrt(config.dims().dHead())) {
      found.add("scores divided by " + number(attention.scale()));
    }
    if (attention.scaleByLayer()) {
      found.add("scores divided by the layer's number as well");
    }
    if (Double.isFinite(attention.softCap())) {
      found.add("scores capped at " + number(attention.softCap()));
    }
    if (Double.isFinite(attention.clip())) {
      found.add("queries, keys and values clipped at " + number(attention.clip()));
    }
    attention
        .queryKeyNorm()
        .ifPresent(norm ->
            found.add(
                "normalised queries and keys" + (norm.wholeRow() ? ", all heads together" : "")));
  }

  private void layers() {
    found.add("positions " + config.positions().name().toLowerCase(Locale.ROOT));
    for (var layer : config.attention().layers()) {
      if (layer.window() != Attention.Layer.ALL) {
        found.add(
            "sliding window of %d tokens in %d of %d layers"
                .formatted(layer.window(), withWindow(layer.window()), config.dims().nLayers()));
      }
      layer.rope().ifPresent(rope -> found.add(rope(rope)));
    }
  }

  private long withWindow(int window) {
    return config.attention().layers().stream().filter(layer -> layer.window() == window).count();
  }

  private static String rope(Rope rope) {
    return "rotary width %d, theta %s, scaling %s"
        .formatted(rope.width(), number(rope.theta()), scaling(rope.scaling()));
  }

  private static String scaling(Rope.Scaling scaling) {
    return switch (scaling) {
      case Rope.Unscaled _ -> "none";
      case Rope.Linear(var factor) -> "linear by " + number(factor);
      case Rope.Dynamic(var factor, _) -> "dynamic by " + number(factor);
      case Rope.Llama3 llama -> "llama3 by " + number(llama.factor());
      case Rope.Yarn yarn -> "yarn by " + number(yarn.factor());
      case Rope.LongRope _ -> "longrope";
    };
  }

  private void rest() {
    if (config.mlp().gated()) {
      found.add("gated neurons");
    }
    switch (config.layout().norms()) {
      case BEFORE -> {}
      case BEFORE_AND_AFTER -> found.add("norms before and after attention and MLP");
      case AFTER_BRANCH -> found.add("norms after attention and MLP");
      case AFTER_SUM -> found.add("norms after the sum with the residual stream");
    }
    if (config.layout().parallel()) {
      found.add("attention and MLP side by side");
    }
    if (Double.isFinite(config.ends().logitSoftCap())) {
      found.add("logits capped at " + number(config.ends().logitSoftCap()));
    }
  }

  private static String number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e9
        ? String.format(Locale.ROOT, "%,d", (long) number)
        : String.format(Locale.ROOT, "%.4g", number);
  }
}
