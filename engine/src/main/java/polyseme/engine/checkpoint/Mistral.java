// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.Collections;
import java.util.List;
import polyseme.engine.checkpoint.LlamaSizes.Derived;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention.Layer;
import polyseme.engine.model.Bos;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.task.CheckpointException;

/// Mistral AI's Mistral. All blocks have the same window, one of 4,096 positions if the entry is
/// missing, none if it is null. A configuration with `layer_types` is read by the reference as
/// Ministral's, whose list decides. There is never a bias, whatever the configuration says.
final class Mistral extends LlamaLike {

  private static final int USUAL_WINDOW = 4096;

  Mistral() {
    super(
        Architecture.MISTRAL,
        new LlamaSizes(
            32_000, 4096, 14_336, 32, 32, Derived.never(8), Derived.USUALLY, 131_072, 1e-6, false));
  }

  @Override
  void check(ConfigFields fields, Dims dims) throws CheckpointException {
    if (fields.mentions(LayerTypes.KEY) && !fields.has("head_dim")) {
      throw fields.refused(LayerTypes.KEY); // Ministral has no other source of the width of heads
    }
  }

  @Override
  List<Layer> layers(ConfigFields fields, Dims dims) throws CheckpointException {
    if (fields.mentions(LayerTypes.KEY)) {
      var types = LayerTypes.read(fields, dims.nLayers());
      var sliding = types.orElse(Collections.nCopies(dims.nLayers(), true));
      return windows(fields, dims, Windows.of(sliding, Windows.needed(fields, USUAL_WINDOW)));
    }
    var window = Windows.size(fields, USUAL_WINDOW);
    return windows(fields, dims, Collections.nCopies(dims.nLayers(), window));
  }

  @Override
  Bos bos(BosToken token) throws CheckpointException {
    return token.find("<s>", true);
  }

  @Override
  LlamaBiases biases(ConfigFields fields) {
    return LlamaBiases.NONE;
  }
}
