// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.tensor;

import java.util.Arrays;

/// Numbers in rows and columns, row by row, read-only outside.
public final class FloatMatrix {

  private final int rows;
  private final int columns;
  private final float[] values;

  private FloatMatrix(int rows, int columns, float[] values) {
    if ((long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          "%d × %d matrix of %d numbers".formatted(rows, columns, values.length));
    }
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /// Takes the array over: the caller must not change it afterwards.
  ///
  /// @param rows number of rows
  /// @param columns number of columns
  /// @param values `rows · columns` numbers, row by row
  /// @return a matrix over this very array
  public static FloatMatrix wrap(int rows, int columns, float[] values) {
    return new FloatMatrix(rows, columns, values);
  }

  /// Number of rows.
  ///
  /// @return the rows
  public int rows() {
    return rows;
  }

  /// Number of columns.
  ///
  /// @return the columns
  public int columns() {
    return columns;
  }

  /// One number.
  ///
  /// @param row from 0
  /// @param column from 0
  /// @return the number there
  public float get(int row, int column) {
    return values[row * columns + column];
  }

  /// One row.
  ///
  /// @param row from 0
  /// @return a copy of the row
  public FloatVector row(int row) {
    return FloatVector.wrap(Arrays.copyOfRange(values, row * columns, (row + 1) * columns));
  }

  /// Copies one row into an array, for loops over many rows.
  ///
  /// @param row from 0
  /// @param into at least `columns` long
  public void copyRow(int row, float[] into) {
    System.arraycopy(values, row * columns, into, 0, columns);
  }

  /// A copy of all numbers, row by row.
  ///
  /// @return a new array
  public float[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FloatMatrix matrix
        && rows == matrix.rows
        && columns == matrix.columns
        && Arrays.equals(values, matrix.values);
  }

  @Override
  public int hashCode() {
    return 31 * rows + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return rows + " × " + columns + " matrix";
  }
}
