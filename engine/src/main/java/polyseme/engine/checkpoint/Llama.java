// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import polyseme.engine.checkpoint.LlamaSizes.Derived;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Bos;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.task.CheckpointException;

/// Meta's Llama, and SmolLM, TinyLlama and others that use its configuration.
final class Llama extends LlamaLike {

  Llama() {
    super(
        Architecture.LLAMA,
        new LlamaSizes(
            32_000, 4096, 11_008, 32, 32, Derived.USUALLY, Derived.USUALLY, 2048, 1e-6, false));
  }

  @Override
  void check(ConfigFields fields, Dims dims) throws CheckpointException {
    ConfigDims.perHead(fields, dims.dModel(), dims.nHeads());
    LayerTypes.allowOnly(fields, dims.nLayers(), false);
    // Pairs of neighbours instead of halves, which the reference would pass over.
    fields.allowOnly("rope_interleaved", List.of("false"));
  }

  @Override
  Bos bos(BosToken token) throws CheckpointException {
    return token.find("<s>", true);
  }

  @Override
  LlamaBiases biases(ConfigFields fields) throws CheckpointException {
    var attention = NotNull.flag(fields, "attention_bias", false);
    return new LlamaBiases(attention, attention, NotNull.flag(fields, "mlp_bias", false));
  }
}
