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

/// Random weights with which nothing is trivial: biases are as large as what they are added to, and
/// normalisations far from 1.
public final class LivelyWeights implements ModelWeights {

  private final Map<String, List<Integer>> shapes;
  private final long seed;

  /// The weights of a model.
  public LivelyWeights(ModelConfig config, long seed) {
    this.shapes = WeightShapes.of(config);
    this.seed = seed;
  }

  @Override
  public WeightTensor read(String name) {
    var shape = shapes.getOrDefault(name, List.of());
    var count = shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
    var values =
        ByteBuffer.allocateDirect(Float.BYTES * count)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    var random = new SplittableRandom(seed ^ ((long) name.hashCode() << Integer.SIZE));
    var last = name.substring(name.lastIndexOf('.') + 1);
    var spread = last.startsWith("W_") ? 1.5 / Math.sqrt(shape.getLast()) : 0.5;
    for (var i = 0; i < count; i++) {
      values.put((float) ((last.equals("w") ? 1 : 0.1) + spread * (2 * random.nextDouble() - 1)));
    }
    return new WeightTensor(shape, values.flip());
  }

  @Override
  public List<String> names() {
    return List.copyOf(shapes.keySet());
  }

  @Override
  public long parameters() {
    return 0;
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
