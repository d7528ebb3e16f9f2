// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import java.util.List;

/// The whole forward pass: token numbers in, logits out, hook points on the way.
///
/// @param embedding tokens and positions into the residual stream
/// @param blocks the blocks, in order
/// @param unembedding the residual stream into logits
record Decoder(Embedding embedding, List<Block> blocks, Unembedding unembedding) {

  Decoder {
    blocks = List.copyOf(blocks);
  }

  /// Runs to the end.
  ///
  /// @param pass the pass
  /// @return the logits, `[batch, pos, dVocab]`
  NDArray apply(Pass pass) {
    var x = embedding.apply(pass);
    for (var block : blocks) {
      // What a block leaves behind is freed before the next one begins.
      try (var scope = pass.manager().newSubManager()) {
        x.attach(scope);
        x = block.apply(x, pass);
        x.attach(pass.manager());
      }
    }
    return unembedding.apply(x, pass.hooks());
  }
}
