// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import polyseme.engine.hook.TokenBatch;

/// One forward pass on its way.
///
/// @param manager keeps what lives until the pass ends
/// @param ids token numbers, `[batch, pos]`
/// @param causal which positions see which, `[queryPos, keyPos]`
/// @param hooks what happens at the hook points
record Pass(NDManager manager, NDArray ids, NDArray causal, Hooks hooks) {

  static Pass begin(NDManager manager, TokenBatch tokens, Hooks hooks) {
    var ids =
        manager.create(tokens.toArray()).reshape(tokens.rows(), tokens.width()); // [batch, pos]
    return new Pass(manager, ids, Changes.causal(manager, tokens.width()), hooks);
  }
}
