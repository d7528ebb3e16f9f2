// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.model.ModelConfig.NormKind;

/// How many numbers training has set in a model, told from its configuration alone.
public final class ParameterCount {

  private ParameterCount() {}

  /// Counts weights and biases of embeddings, blocks, norms and unembedding; an unembedding that is
  /// tied to the embedding is not counted again.
  ///
  /// @param config a configuration
  /// @return the number of parameters
  public static long of(ModelConfig config) {
    Dims dims = config.dims();
    long vocabulary = (long) dims.dVocab() * dims.dModel();
    long positions = (long) dims.nCtx() * dims.dModel();
    boolean tied = config.architecture() == Architecture.GPT2;
    long unembedding = tied ? 0 : vocabulary + dims.dVocab();
    return vocabulary
        + positions
        + dims.nLayers() * block(config)
        + norm(config, dims.dModel())
        + unembedding;
  }

  private static long block(ModelConfig config) {
    Dims dims = config.dims();
    long heads = (long) dims.nHeads() * dims.dHead();
    long attention = 4 * heads * dims.dModel() + 3 * heads + dims.dModel();
    if (config.attnOnly()) {
      return norm(config, dims.dModel()) + attention;
    }
    boolean normed =
        config.activation() == ActivationFunction.SOLU_LN && config.norm().kind() == NormKind.LN;
    long mlp = 2L * dims.dMlp() * dims.dModel() + dims.dMlp() + dims.dModel();
    return 2 * norm(config, dims.dModel()) + attention + mlp + (normed ? 2L * dims.dMlp() : 0);
  }

  private static long norm(ModelConfig config, int width) {
    return config.norm().kind() == NormKind.LN ? 2L * width : 0;
  }
}
