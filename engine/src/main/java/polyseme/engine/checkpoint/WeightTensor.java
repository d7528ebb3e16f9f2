// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import polyseme.engine.task.CheckpointException;

/// One weight, as 32-bit numbers.
public final class WeightTensor {

  private final List<Integer> shape;
  private final FloatBuffer values;

  /// Takes the buffer over.
  ///
  /// @param shape length of each axis
  /// @param values a direct buffer in native byte order with as many numbers as the shape says,
  ///   last axis fastest, position 0; a copy of the file's, never a mapping of it
  public WeightTensor(List<Integer> shape, FloatBuffer values) {
    var count = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    if (count != values.remaining()) {
      throw new IllegalArgumentException("%s with %d numbers".formatted(shape, values.remaining()));
    }
    this.shape = List.copyOf(shape);
    this.values = values;
  }

  /// Room for a weight, all 0.
  ///
  /// @param shape length of each axis
  /// @throws CheckpointException if there is no memory for it
  static WeightTensor allocate(List<Integer> shape) throws CheckpointException {
    var count = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    return new WeightTensor(shape, FileNumbers.allocate(Path.of("This model"), count));
  }

  /// A raw weight in memory of its own.
  static FloatBuffer copyOf(ModelWeights weights, String name, List<Integer> shape)
      throws CheckpointException {
    var tensor = allocate(shape);
    weights.read(name, tensor.writable());
    return tensor.values;
  }

  /// The numbers, to be written.
  FloatBuffer writable() {
    return values.duplicate();
  }

  /// Length of each axis.
  ///
  /// @return the shape
  public List<Integer> shape() {
    return shape;
  }

  /// The numbers, last axis fastest.
  ///
  /// @return a read-only view at position 0
  public FloatBuffer values() {
    return values.asReadOnlyBuffer();
  }
}
