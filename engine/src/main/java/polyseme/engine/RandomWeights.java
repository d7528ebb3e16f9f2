// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.checkpoint.WeightTensor;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;

/// Random weights, each tensor from a chance of its own, so that their order does not matter.
///
/// @param config sizes of the model
/// @param seed where the chance begins
record RandomWeights(ModelConfig config, long seed) implements ModelWeights {

  /// Widest step from 0; weights are drawn evenly between its negative and itself.
  private static final float SPREAD = 0.05f;

  @Override
  public WeightTensor read(String name) throws CheckpointException {
    var shape = shape(name.replaceFirst("^blocks\\.\\d+\\.", ""));
    var count = shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
    var values =
        ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    var random = new SplittableRandom(seed ^ ((long) name.hashCode() << Integer.SIZE));
    var middle = name.endsWith(".w") ? 1 : 0;
    for (var i = 0; i < count; i++) {
      values.put(i, middle + SPREAD * (2 * (float) random.nextDouble() - 1));
    }
    return new WeightTensor(shape, values);
  }

  private List<Integer> shape(String name) {
    var d = config.dims();
    return switch (name) {
      case "embed.W_E" -> List.of(d.dVocab(), d.dModel());
      case "pos_embed.W_pos" -> List.of(d.nCtx(), d.dModel());
      case "attn.W_Q", "attn.W_K", "attn.W_V" -> List.of(d.nHeads(), d.dModel(), d.dHead());
      case "attn.W_O" -> List.of(d.nHeads(), d.dHead(), d.dModel());
      case "attn.b_Q", "attn.b_K", "attn.b_V" -> List.of(d.nHeads(), d.dHead());
      case "mlp.W_in" -> List.of(d.dModel(), d.dMlp());
      case "mlp.W_out" -> List.of(d.dMlp(), d.dModel());
      case "mlp.b_in", "mlp.ln.w", "mlp.ln.b" -> List.of(d.dMlp());
      case "unembed.W_U" -> List.of(d.dModel(), d.dVocab());
      case "unembed.b_U" -> List.of(d.dVocab());
      default -> List.of(d.dModel());
    };
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
