// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.tensor;

import java.util.List;

/// What a hook point held in one forward pass: numbers with named axes, the last axis running
/// fastest.
public final class Activations {

  private final List<Axis> axes;
  private final List<Integer> shape;
  private final float[] values;

  private Activations(List<Axis> axes, List<Integer> shape, float[] values) {
    var count = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    if (axes.size() != shape.size() || count != values.length) {
      throw new IllegalArgumentException(
          "%s of %s with %d numbers".formatted(axes, shape, values.length));
    }
    this.axes = List.copyOf(axes);
    this.shape = List.copyOf(shape);
    this.values = values;
  }

  /// Takes the array over: the caller must not change it afterwards.
  ///
  /// @param axes what each axis counts
  /// @param shape length of each axis
  /// @param values the numbers, last axis fastest
  /// @return activations over this very array
  public static Activations wrap(List<Axis> axes, List<Integer> shape, float[] values) {
    return new Activations(axes, shape, values);
  }

  /// What each axis counts.
  ///
  /// @return the axes
  public List<Axis> axes() {
    return axes;
  }

  /// Length of each axis.
  ///
  /// @return the shape
  public List<Integer> shape() {
    return shape;
  }

  /// One number.
  ///
  /// @param at one index an axis
  /// @return the number there
  public float get(int... at) {
    var offset = 0;
    for (var axis = 0; axis < at.length; axis++) {
      offset = offset * shape.get(axis) + at[axis];
    }
    return values[offset];
  }

  /// The numbers as a matrix whose columns are the last axis.
  ///
  /// @return a matrix over a copy
  public FloatMatrix asMatrix() {
    var columns = shape.getLast();
    return FloatMatrix.wrap(values.length / columns, columns, values.clone());
  }

  /// A copy of all numbers, last axis fastest.
  ///
  /// @return a new array
  public float[] toArray() {
    return values.clone();
  }

  /// How many numbers there are.
  ///
  /// @return the product of the shape
  public int size() {
    return values.length;
  }

  @Override
  public String toString() {
    return axes + " " + shape;
  }
}
