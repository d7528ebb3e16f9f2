// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.checkpoint.WeightShapes;
import polyseme.engine.checkpoint.WeightTensor;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;

/// Random weights, each tensor from a chance of its own, so that their order does not matter.
final class RandomWeights implements ModelWeights {

  /// Weights are drawn evenly between this and its negative, those of a normalisation around 1.
  private static final float SPREAD = 0.05f;

  private final long seed;
  private final Map<String, List<Integer>> shapes;

  /// The weights of a model.
  ///
  /// @param config sizes and variants
  /// @param seed where the chance begins
  RandomWeights(ModelConfig config, long seed) {
    this.seed = seed;
    this.shapes = WeightShapes.of(config);
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
