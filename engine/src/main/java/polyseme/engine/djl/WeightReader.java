// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyseme.engine.checkpoint.MemoryNeed;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.checkpoint.WeightShapes;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.task.Progress;

/// Copies weights, one tensor after another, into native memory.
final class WeightReader {

  private final Map<String, List<Integer>> shapes;
  private final ModelWeights weights;
  private final NDManager manager;
  private final Progress progress;
  private final long bytes;
  private long read;

  /// Prepares the loading.
  ///
  /// @param config what the model is
  /// @param weights where the numbers come from
  /// @param manager keeps what is loaded
  /// @param progress told after each tensor, asked before it
  WeightReader(ModelConfig config, ModelWeights weights, NDManager manager, Progress progress) {
    this.shapes = WeightShapes.of(config);
    this.weights = weights;
    this.manager = manager;
    this.progress = progress;
    this.bytes = MemoryNeed.of(config, weights).weights();
  }

  /// Keeps what is loaded.
  NDManager manager() {
    return manager;
  }

  /// Whether the unembedding is the embedding.
  boolean tied() {
    return weights.tied();
  }

  /// One weight, kept with the model.
  NDArray read(String name) throws CheckpointException {
    return read(name, manager);
  }

  /// One weight.
  ///
  /// @param name TransformerLens' name
  /// @param into keeps it
  NDArray read(String name, NDManager into) throws CheckpointException {
    progress.checkCancelled();
    var array = into.create(shape(name), DataType.FLOAT32);
    weights.read(name, array.toByteBuffer(true).asFloatBuffer());
    read += Float.BYTES * array.size();
    progress.report("Loading weights", read, bytes, "bytes");
    return array;
  }

  private Shape shape(String name) {
    var lengths = shapes.getOrDefault(name, List.of());
    if (lengths.isEmpty()) {
      throw new IllegalArgumentException(name + " is no weight of this model");
    }
    return new Shape(lengths.stream().map(Integer::longValue).toList());
  }

  /// A linear layer; its weight is stored `[in, out]`.
  Linear linear(String weight, String bias) throws CheckpointException {
    return new Linear(read(weight).transpose(), read(bias)); // [out, in]
  }

  /// A linear layer without bias; its weight is stored `[in, out]`.
  Linear linear(String weight) throws CheckpointException {
    var transposed = read(weight).transpose(); // [out, in]
    return new Linear(transposed, manager.zeros(new Shape(transposed.getShape().get(0))));
  }

  /// A normalisation.
  ///
  /// @param name what its weights are called
  /// @param norm its kind
  /// @param width length of the axis
  /// @param at its hook points, null if it has none
  Normalisation norm(String name, Norm norm, long width, Normalisation.@Nullable At at)
      throws CheckpointException {
    var kind = norm.kind();
    var weight = kind.weighted() ? read(name + ".w") : null;
    var bias = kind.weighted() && kind.centred() ? read(name + ".b") : null;
    var constants =
        new Normalisation.Constants(
            kind.centred(),
            manager.ones(new Shape(width)),
            manager.zeros(new Shape(width)),
            norm.epsilon(),
            manager.create((float) norm.epsilon()));
    return new Normalisation(at, new Normalisation.Affine(weight, bias), constants);
  }
}
