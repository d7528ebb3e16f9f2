// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.checkpoint.WeightTensor;
import polyseme.engine.djl.DjlModels;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// Random weights made twelve times as large, those of norms excepted, so that patterns and neurons
/// are far from even.
public final class Widened implements ModelWeights {

  private final ModelWeights weights;

  private Widened(ModelWeights weights) {
    this.weights = weights;
  }

  static ModelWeights weights(ModelConfig config, long seed) {
    return new Widened(new RandomWeights(config, seed));
  }

  /// Opens a model with such weights.
  ///
  /// @param config what it is
  /// @param seed where the chance begins
  /// @return the model; the caller closes it
  /// @throws PolysemeException if the engine cannot be used
  public static HookedModel open(ModelConfig config, long seed) throws PolysemeException {
    var here = Path.of("random");
    var folder = new ModelFolder(here, "random", config, List.of(), here.resolve("t"), "");
    try (var weights = weights(config, seed)) {
      return DjlModels.open(folder, weights, new ByteTokenizer(300), Progress.NONE);
    }
  }

  @Override
  public WeightTensor read(String name) throws CheckpointException {
    var tensor = weights.read(name);
    var values = tensor.values();
    var wider =
        ByteBuffer.allocateDirect(Float.BYTES * values.remaining())
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    var factor = name.endsWith(".w") ? 1 : 12;
    while (values.hasRemaining()) {
      wider.put(factor * values.get());
    }
    return new WeightTensor(tensor.shape(), wider.flip());
  }

  @Override
  public List<String> names() {
    return weights.names();
  }

  @Override
  public long parameters() {
    return weights.parameters();
  }

  @Override
  public List<String> unused() {
    return weights.unused();
  }

  @Override
  public void close() {
    weights.close();
  }
}
