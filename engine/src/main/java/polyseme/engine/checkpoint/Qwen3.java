// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import polyseme.engine.checkpoint.LlamaSizes.Derived;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention;
import polyseme.engine.model.Attention.QueryKeyNorm;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.task.CheckpointException;

/// Qwen 3: heads are 128 wide unless the configuration says otherwise, and queries and keys are
/// normalised head by head.
final class Qwen3 extends QwenLike {

  private static final double EPSILON = 1e-6;

  Qwen3() {
    super(
        Architecture.QWEN3,
        new LlamaSizes(
            151_936,
            4096,
            22_016,
            32,
            32,
            Derived.ifNull(32),
            Derived.never(128),
            32_768,
            EPSILON,
            false));
  }

  @Override
  Attention attention(ConfigFields fields, Attention plain, Dims dims) throws CheckpointException {
    return plain.withQueryKeyNorm(new QueryKeyNorm(norm(fields, EPSILON), false));
  }

  @Override
  LlamaBiases biases(ConfigFields fields) throws CheckpointException {
    return LlamaBiases.ofAttention(fields);
  }
}
