// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.tensor;

import java.util.Arrays;

/// Numbers in a row, read-only outside.
public final class FloatVector {

  private final float[] values;

  private FloatVector(float[] values) {
    this.values = values;
  }

  /// Takes the array over: the caller must not change it afterwards.
  ///
  /// @param values the numbers
  /// @return a vector over this very array
  public static FloatVector wrap(float[] values) {
    return new FloatVector(values);
  }

  /// Copies the numbers.
  ///
  /// @param values the numbers
  /// @return a vector
  public static FloatVector of(float... values) {
    return new FloatVector(values.clone());
  }

  /// How many numbers there are.
  ///
  /// @return the length
  public int size() {
    return values.length;
  }

  /// One number.
  ///
  /// @param i from 0
  /// @return the number at `i`
  public float get(int i) {
    return values[i];
  }

  /// A copy of a part.
  ///
  /// @param from first, inclusive
  /// @param to last, exclusive
  /// @return the part
  public FloatVector slice(int from, int to) {
    return new FloatVector(Arrays.copyOfRange(values, from, to));
  }

  /// A copy of all numbers.
  ///
  /// @return a new array
  public float[] toArray() {
    return values.clone();
  }

  /// The least number; NaN is passed over.
  ///
  /// @return the least, +∞ if there is none
  public float min() {
    var min = Float.POSITIVE_INFINITY;
    for (var value : values) {
      min = value < min ? value : min;
    }
    return min;
  }

  /// The greatest number; NaN is passed over.
  ///
  /// @return the greatest, −∞ if there is none
  public float max() {
    var max = Float.NEGATIVE_INFINITY;
    for (var value : values) {
      max = value > max ? value : max;
    }
    return max;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FloatVector vector && Arrays.equals(values, vector.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return values.length <= 8 ? Arrays.toString(values) : values.length + " numbers";
  }
}
