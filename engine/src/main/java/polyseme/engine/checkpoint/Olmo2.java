// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import polyseme.engine.checkpoint.LlamaSizes.Derived;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention;
import polyseme.engine.model.Attention.QueryKeyNorm;
import polyseme.engine.model.BlockLayout;
import polyseme.engine.model.BlockLayout.NormPlace;
import polyseme.engine.model.Bos;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.task.CheckpointException;

/// Ai2's OLMo 2: what attention and MLP give back is normalised, not what they are given; queries
/// and keys are normalised over all heads together.
final class Olmo2 extends LlamaLike {

  private static final double EPSILON = 1e-5;

  Olmo2() {
    super(
        Architecture.OLMO2,
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
    return plain.withQueryKeyNorm(new QueryKeyNorm(norm(fields, EPSILON), true));
  }

  @Override
  BlockLayout layout() {
    return new BlockLayout(false, NormPlace.AFTER_BRANCH, false);
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
