// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import polyseme.engine.checkpoint.LlamaSizes.Derived;
import polyseme.engine.model.Architecture;

/// Qwen 1.5, 2 and 2.5: queries, keys and values always have biases.
final class Qwen2 extends QwenLike {

  Qwen2() {
    super(
        Architecture.QWEN2,
        new LlamaSizes(
            151_936,
            4096,
            22_016,
            32,
            32,
            Derived.ifNull(32),
            Derived.IF_MISSING,
            32_768,
            1e-6,
            false));
  }

  @Override
  LlamaBiases biases(ConfigFields fields) {
    return new LlamaBiases(true, false, false);
  }
}
