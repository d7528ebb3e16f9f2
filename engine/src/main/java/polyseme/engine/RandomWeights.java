// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.checkpoint.WeightTensor;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.NormKind;
import polyseme.engine.task.CheckpointException;

/// Random weights, each tensor from a chance of its own, so that their order does not matter.
final class RandomWeights implements ModelWeights {

  /// Weights are drawn evenly between this and its negative, those of a normalisation around 1.
  private static final float SPREAD = 0.05f;

  private final ModelConfig config;
  private final long seed;
  private final Map<String, List<Integer>> shapes = new LinkedHashMap<>();

  /// The weights of a model.
  ///
  /// @param config sizes and variants
  /// @param seed where the chance begins
  RandomWeights(ModelConfig config, long seed) {
    this.config = config;
    this.seed = seed;
    var d = config.dims();
    shapes.put("embed.W_E", List.of(d.dVocab(), d.dModel()));
    shapes.put("pos_embed.W_pos", List.of(d.nCtx(), d.dModel()));
    for (var layer = 0; layer < d.nLayers(); layer++) {
      norm("blocks.%d.ln1".formatted(layer), d.dModel());
      attention("blocks.%d.attn.".formatted(layer));
      if (!config.attnOnly()) {
        norm("blocks.%d.ln2".formatted(layer), d.dModel());
        mlp("blocks.%d.mlp.".formatted(layer));
      }
    }
    norm("ln_final", d.dModel());
    shapes.put("unembed.W_U", List.of(d.dModel(), d.dVocab()));
    shapes.put("unembed.b_U", List.of(d.dVocab()));
  }

  private void attention(String prefix) {
    var d = config.dims();
    for (var name : List.of("Q", "K", "V")) {
      shapes.put(prefix + "W_" + name, List.of(d.nHeads(), d.dModel(), d.dHead()));
      shapes.put(prefix + "b_" + name, List.of(d.nHeads(), d.dHead()));
    }
    shapes.put(prefix + "W_O", List.of(d.nHeads(), d.dHead(), d.dModel()));
    shapes.put(prefix + "b_O", List.of(d.dModel()));
  }

  private void mlp(String prefix) {
    var d = config.dims();
    shapes.put(prefix + "W_in", List.of(d.dModel(), d.dMlp()));
    shapes.put(prefix + "b_in", List.of(d.dMlp()));
    shapes.put(prefix + "W_out", List.of(d.dMlp(), d.dModel()));
    shapes.put(prefix + "b_out", List.of(d.dModel()));
    if (config.activation() == ActivationFunction.SOLU_LN) {
      norm(prefix + "ln", d.dMlp());
    }
  }

  private void norm(String prefix, int width) {
    if (config.norm().kind() == NormKind.LN) {
      shapes.put(prefix + ".w", List.of(width));
      shapes.put(prefix + ".b", List.of(width));
    }
  }

  @Override
  public WeightTensor read(String name) throws CheckpointException {
    var shape = shapes.get(name);
    if (shape == null) {
      throw new CheckpointException(
          "A model of this configuration has no weight %s.".formatted(name),
          "Ask for one of its names.");
    }
    var count = size(shape);
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

  private static int size(List<Integer> shape) {
    return shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
  }

  @Override
  public List<String> names() {
    return List.copyOf(shapes.keySet());
  }

  @Override
  public long parameters() {
    return shapes.values().stream().mapToLong(RandomWeights::size).sum();
  }

  @Override
  public List<String> unused() {
    return List.of();
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
