// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.FloatBuffer;
import java.util.List;

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
