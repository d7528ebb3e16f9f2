// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import polyseme.engine.model.Attention.Layer;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.Rope;
import polyseme.engine.model.Rope.Scaling;

/// A configuration in the words of `configs/reference.py`.
final class ConfigParts {

  /// A scaling's name, factor and attention factor.
  private record Scaled(String name, double factor, double attention) {}

  private ConfigParts() {}

  static List<String> of(ModelConfig config, LlamaBiases biases, boolean tied) {
    var dims = config.dims();
    var attention = config.attention();
    return List.of(
        "%d layers of %d, %d/%d heads of %d, %d neurons, %d tokens, context %d"
            .formatted(
                dims.nLayers(),
                dims.dModel(),
                dims.nHeads(),
                attention.nKeyValueHeads(),
                dims.dHead(),
                dims.dMlp(),
                dims.dVocab(),
                dims.nCtx()),
        "biases %s %s %s".formatted(biases.queriesKeysValues(), biases.output(), biases.mlp()),
        "function " + config.activation(),
        "epsilon " + number(config.norm().epsilon()),
        attention.layers().stream().map(ConfigParts::layer).collect(Collectors.joining(" ")),
        "scale " + number(attention.scale()),
        "caps " + number(attention.softCap()) + " " + number(config.ends().logitSoftCap()),
        "clip " + number(attention.clip()),
        "tied " + tied);
  }

  static String layer(Layer layer) {
    var rope = layer.rope().orElseThrow();
    var scaled = scaled(rope.scaling());
    return "%d/%s/%d/%s/%s/%s"
        .formatted(
            layer.window(),
            scaled.name(),
            rope.width(),
            number(rope.theta()),
            number(scaled.factor()),
            number(scaled.attention()));
  }

  private static Scaled scaled(Scaling scaling) {
    var none = Double.POSITIVE_INFINITY;
    return switch (scaling) {
      case Rope.Unscaled() -> new Scaled("default", none, 1);
      case Rope.Linear(var factor) -> new Scaled("linear", factor, 1);
      case Rope.Dynamic(var factor, var _) -> new Scaled("dynamic", factor, 1);
      case Rope.Llama3 llama3 -> new Scaled("llama3", llama3.factor(), 1);
      case Rope.Yarn yarn -> new Scaled("yarn", none, yarn.attentionFactor());
      case Rope.LongRope longRope -> new Scaled("longrope", none, longRope.attentionFactor());
    };
  }

  static String number(double value) {
    return Double.isInfinite(value) ? "none" : String.format(Locale.ROOT, "%.6f", value);
  }
}
