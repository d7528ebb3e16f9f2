// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.IntStream;
import polyseme.engine.model.Attention.Layer;
import polyseme.engine.model.BlockLayout.NormPlace;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.Norm;

/// A configuration in the words of `configs/reference_gpt.py`.
final class GptConfigParts {

  private GptConfigParts() {}

  static List<String> of(ModelConfig config) {
    var attention = config.attention();
    var layout = config.layout();
    var ends = config.ends();
    return List.of(
        sizes(config),
        "function " + config.activation(),
        "norm %s %s".formatted(config.norm().kind().weighted(), number(config.norm().epsilon())),
        attention.layers().stream().map(GptConfigParts::layer).collect(joining(" ")),
        "scales "
            + IntStream.range(0, config.dims().nLayers())
                .mapToObj(l -> number(attention.scale() * (attention.scaleByLayer() ? l + 1 : 1)))
                .collect(joining(" ")),
        "parallel %s, after %s, from norm %s"
            .formatted(
                layout.parallel(),
                layout.norms() == NormPlace.AFTER_SUM,
                layout.residualFromNorm()),
        "embedding %d %s, last %s"
            .formatted(
                ends.embeddingWidth(),
                ends.embeddingNorm(),
                ends.finalNorm().map(GptConfigParts::last).orElse("false")),
        "query and key norm " + attention.queryKeyNorm().isPresent());
  }

  private static String sizes(ModelConfig config) {
    var dims = config.dims();
    return "%d layers of %d, %d/%d heads of %d, %d neurons, %d tokens, context %d"
        .formatted(
            dims.nLayers(),
            dims.dModel(),
            dims.nHeads(),
            config.attention().nKeyValueHeads(),
            dims.dHead(),
            dims.dMlp(),
            dims.dVocab(),
            dims.nCtx());
  }

  private static String last(Norm norm) {
    return norm.kind().weighted() ? number(norm.epsilon()) : "none";
  }

  private static String layer(Layer layer) {
    if (layer.rope().isEmpty()) {
      return layer.window() + "/none";
    }
    var parts = ConfigParts.layer(layer);
    var slash = parts.indexOf('/');
    return parts.substring(0, slash) + "/" + layer.rope().get().pairing() + parts.substring(slash);
  }

  private static String number(double value) {
    return ConfigParts.number(value);
  }
}
