// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.nio.FloatBuffer;
import java.util.Arrays;

/// Mean and covariance of vectors that are given one by one, in a fixed order.
///
/// The vectors are taken about the mean of the first 64, multiplied 64 at a time in float, and
/// added up in double; agrees with two passes in double to 1e-6 of the total variance. Holds half a
/// matrix of doubles (2.4 MB for 768 columns, 67 MB for 4,096).
///
/// Vectors with a number that is not finite are left out.
public final class ContextCovariance {

  private static final int BLOCK = 64;

  private final int size;
  private final float[][] columns; // [column, vector of the block]: the weights
  private final float[][][] strips; // [strip][vector of the block][column of the strip]
  private final float[] shift;
  private final float[] vector;
  private final double[] sums;
  private final double[][] products; // row i from column i on
  private int pending;
  private long count;
  private boolean shifted;

  /// No vectors yet.
  ///
  /// @param size numbers of a vector, at least 1
  public ContextCovariance(int size) {
    this.size = size;
    columns = new float[size + size % 2][BLOCK];
    strips = new float[OuterSums.strips(size)][][];
    for (var s = 0; s < strips.length; s++) {
      strips[s] = OuterSums.strip(BLOCK, s * OuterSums.STRIP, size);
    }
    shift = new float[size];
    vector = new float[size];
    sums = new double[size];
    products = new double[size][];
    for (var i = 0; i < size; i++) {
      products[i] = new double[size - i];
    }
  }

  /// Numbers of a vector.
  ///
  /// @return columns
  public int size() {
    return size;
  }

  /// Vectors taken in.
  ///
  /// @return their number
  public long count() {
    return count;
  }

  /// Takes in a vector.
  ///
  /// @param values holds it
  /// @param start where it begins in `values`
  public void add(FloatBuffer values, int start) {
    values.get(start, vector);
    for (var value : vector) {
      if (!Float.isFinite(value)) {
        return;
      }
    }
    for (var i = 0; i < size; i++) {
      columns[i][pending] = vector[i];
    }
    count++;
    if (++pending == BLOCK) {
      takeBlock();
    }
  }

  private void takeBlock() {
    if (pending == 0) {
      return;
    }
    if (!shifted) {
      setShift();
    }
    for (var i = 0; i < size; i++) {
      var column = columns[i];
      Arrays.fill(column, pending, BLOCK, shift[i]);
      var strip = strips[i / OuterSums.STRIP];
      for (var t = 0; t < BLOCK; t++) {
        column[t] -= shift[i];
        sums[i] += column[t];
        strip[t][i % OuterSums.STRIP] = column[t];
      }
    }
    for (var s = 0; s < strips.length; s++) {
      multiply(s * OuterSums.STRIP, strips[s]);
    }
    pending = 0;
  }

  private void setShift() {
    for (var i = 0; i < size; i++) {
      var sum = 0.0;
      for (var t = 0; t < pending; t++) {
        sum += columns[i][t];
      }
      shift[i] = (float) (sum / pending);
    }
    shifted = true;
  }

  /// All rows up to the strip's last column, two at a time.
  private void multiply(int from, float[][] strip) {
    var width = strip[0].length;
    var above = new float[width];
    var below = new float[width];
    for (var i = 0; i < from + width; i += 2) {
      Arrays.fill(above, 0f);
      Arrays.fill(below, 0f);
      for (var t = 0; t < BLOCK; t += OuterSums.ROWS) {
        OuterSums.add(above, below, columns[i], columns[i + 1], strip, t);
      }
      addTo(products[i], above, from - i);
      if (i + 1 < size) {
        addTo(products[i + 1], below, from - i - 1);
      }
    }
  }

  private static void addTo(double[] row, float[] more, int offset) {
    for (var n = Math.max(0, -offset); n < more.length; n++) {
      row[offset + n] += more[n];
    }
  }

  /// Mean of the vectors.
  ///
  /// @return one number a column, zeros if there are no vectors
  public double[] mean() {
    takeBlock();
    var mean = new double[size];
    for (var i = 0; i < size; i++) {
      mean[i] = count == 0 ? 0 : shift[i] + sums[i] / count;
    }
    return mean;
  }

  /// Covariance of the vectors, over their number (not one less).
  ///
  /// @return `[column][column]`, symmetric, a copy
  public double[][] covariance() {
    takeBlock();
    var matrix = new double[size][size];
    for (var i = 0; count > 0 && i < size; i++) {
      for (var j = i; j < size; j++) {
        var about = products[i][j - i] - sums[i] * (sums[j] / count);
        matrix[i][j] = about / count;
        matrix[j][i] = matrix[i][j];
      }
    }
    return matrix;
  }
}
