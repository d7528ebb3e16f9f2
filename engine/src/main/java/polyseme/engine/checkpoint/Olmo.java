// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import polyseme.engine.checkpoint.LlamaSizes.Derived;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention;
import polyseme.engine.model.Bos;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.model.ModelConfig.NormKind;
import polyseme.engine.task.CheckpointException;

/// Ai2's OLMo 1: LayerNorm without weights, and queries, keys and values that may be limited.
final class Olmo extends LlamaLike {

  private static final double EPSILON = 1e-5;

  Olmo() {
    super(
        Architecture.OLMO,
        new LlamaSizes(
            50_304,
            4096,
            11_008,
            32,
            32,
            Derived.USUALLY,
            Derived.IF_MISSING,
            2048,
            EPSILON,
            false));
  }

  @Override
  void check(ConfigFields fields, Dims dims) throws CheckpointException {
    LayerTypes.allowOnly(fields, dims.nLayers(), false);
  }

  @Override
  Attention attention(ConfigFields fields, Attention plain, Dims dims) throws CheckpointException {
    return plain.withLimits(Attention.NONE, fields.positive("clip_qkv", Attention.NONE));
  }

  @Override
  Norm norm(ConfigFields fields, double usual) {
    return new Norm(NormKind.LN_PRE, EPSILON);
  }

  @Override
  Bos bos(BosToken token) throws CheckpointException {
    return token.find("<|endoftext|>", true);
  }

  @Override
  LlamaBiases biases(ConfigFields fields) throws CheckpointException {
    return LlamaBiases.ofAttention(fields);
  }
}
