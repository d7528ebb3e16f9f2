// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static polyseme.engine.hook.GlobalSite.EMBED;
import static polyseme.engine.hook.GlobalSite.POS_EMBED;
import static polyseme.engine.hook.GlobalSite.UNEMBED_IN;
import static polyseme.engine.hook.GlobalSite.UNEMBED_OUT;

import ai.djl.ndarray.NDArray;
import java.util.List;

/// The whole forward pass: token numbers in, logits out, hook points on the way.
///
/// @param embedding tokens and positions into the residual stream
/// @param blocks the blocks, in order
/// @param unembedding the residual stream into logits
record Decoder(Embedding embedding, List<Block> blocks, Unembedding unembedding) {

  /// Looks up what tokens and positions write.
  ///
  /// @param tokens `[dVocab, dModel]`
  /// @param positions `[nCtx, dModel]`
  record Embedding(NDArray tokens, NDArray positions) {

    NDArray apply(Pass pass) {
      var ids = pass.ids();
      var pos = (int) ids.getShape().get(1);
      var embed = pass.hooks().at(EMBED, Torch.rows(ids, tokens)); // [batch, pos, dModel]
      var here = Torch.rows(pass.manager().arange(pos), positions); // [pos, dModel]
      var rows = here.broadcast(embed.getShape()); // [batch, pos, dModel]
      return embed.add(pass.hooks().at(POS_EMBED, rows));
    }
  }

  /// Reads the logits off.
  ///
  /// @param norm the last normalisation
  /// @param weight `[dVocab, dModel]`
  /// @param bias `[dVocab]`
  record Unembedding(LayerNorm norm, NDArray weight, NDArray bias) {

    NDArray apply(NDArray x, Hooks hooks) {
      var read = hooks.at(UNEMBED_IN, norm.apply(x, hooks));
      return hooks.at(UNEMBED_OUT, Torch.linear(read, weight, bias)); // [batch, pos, dVocab]
    }
  }

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
