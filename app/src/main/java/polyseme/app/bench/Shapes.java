// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Bos;
import polyseme.engine.model.ModelConfig;

/// Shapes of known models, for benches that fill them with random weights.
final class Shapes {

  private Shapes() {}

  /// The shape of solu-2l: 2 layers, dModel 512, 8 heads of 64, 2,048 neurons a layer, 48,262
  /// tokens.
  static ModelConfig solu2l() {
    return ModelConfig.plain(
        Architecture.TRANSFORMER_LENS,
        new ModelConfig.Dims(2, 512, 8, 64, 2048, 1024, 48_262),
        ActivationFunction.SOLU_LN,
        new ModelConfig.Norm(ModelConfig.NormKind.LN, 1e-5),
        new Bos("<|BOS|>", true));
  }

  /// The shape of GPT-2 small: 12 layers, dModel 768, 12 heads of 64, 3,072 neurons a layer, 50,257
  /// tokens.
  static ModelConfig gpt2() {
    return ModelConfig.plain(
        Architecture.GPT2,
        new ModelConfig.Dims(12, 768, 12, 64, 3072, 1024, 50_257),
        ActivationFunction.GELU_NEW,
        new ModelConfig.Norm(ModelConfig.NormKind.LN, 1e-5),
        new Bos("", false));
  }
}
