// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import polyseme.engine.checkpoint.LlamaSizes.Derived;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention.Layer;
import polyseme.engine.model.Bos;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.model.Rope.LongRope;
import polyseme.engine.task.CheckpointException;

/// Microsoft's Phi 3, 3.5 and 4: queries, keys and values in one tensor, gate and input in another.
final class Phi3 extends LlamaLike {

  private static final int USUALLY_TRAINED = 4096;

  Phi3() {
    super(
        Architecture.PHI3,
        new LlamaSizes(
            32_064, 3072, 8192, 32, 32, Derived.USUALLY, Derived.IF_MISSING, 4096, 1e-5, false));
  }

  @Override
  void check(ConfigFields fields, Dims dims) throws CheckpointException {
    LayerTypes.allowOnly(fields, dims.nLayers(), false, true);
  }

  @Override
  List<Layer> layers(ConfigFields fields, Dims dims) throws CheckpointException {
    var window = Windows.size(fields, Layer.ALL);
    var rope =
        RopeFields.read(fields, RopeFields.Usual.PLAIN)
            .phi3(dims.dHead(), dims.nCtx(), USUALLY_TRAINED);
    // The reference counts the factors by hidden_size and uses them by head_dim.
    if (rope.scaling() instanceof LongRope && dims.dHead() != dims.dModel() / dims.nHeads()) {
      throw fields.refused("head_dim");
    }
    return Collections.nCopies(dims.nLayers(), new Layer(window, Optional.of(rope)));
  }

  @Override
  Bos bos(BosToken token) throws CheckpointException {
    return token.find("<s>", true);
  }

  @Override
  LlamaBiases biases(ConfigFields fields) {
    return LlamaBiases.NONE;
  }

  @Override
  void projections(LlamaPlacing blocks, int layer) throws CheckpointException {
    blocks.fused(layer);
  }
}
