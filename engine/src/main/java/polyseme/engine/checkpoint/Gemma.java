// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.Optional;
import polyseme.engine.checkpoint.LlamaSizes.Derived;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.task.CheckpointException;

/// Google's Gemma 1.
final class Gemma extends GemmaLike {

  Gemma() {
    super(
        Architecture.GEMMA,
        new LlamaSizes(
            256_000,
            3072,
            24_576,
            28,
            16,
            Derived.never(16),
            Derived.never(256),
            8192,
            1e-6,
            true));
  }

  @Override
  void check(ConfigFields fields, Dims dims) throws CheckpointException {
    super.check(fields, dims);
    LayerTypes.allowOnly(fields, dims.nLayers(), false);
  }

  /// The first files said “gelu” and meant the tanh form, and so the reference reads them.
  @Override
  ActivationFunction activation(ConfigFields fields) throws CheckpointException {
    var function = NotNull.activation(fields, "hidden_act", "gelu_pytorch_tanh");
    return fields.text("hidden_act").equals(Optional.of("gelu"))
        ? ActivationFunction.GELU_NEW
        : function;
  }
}
