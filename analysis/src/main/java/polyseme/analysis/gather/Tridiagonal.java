// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.util.Arrays;

/// A symmetric matrix brought to tridiagonal form by Householder reflections, in plain Java and a
/// fixed order, so that the bits are the same on every machine.
///
/// Source: Golub and Van Loan, Matrix Computations, section 8.3. Takes 4/3 · n³ operations: half a
/// second for 768 columns, some minutes for 4,096.
final class Tridiagonal {

  final double[] diagonal;
  final double[] beside; // beside[i] couples i and i + 1
  private final double[][] reflectors; // row k from column k + 1 on
  private final double[] factors;

  /// @param matrix symmetric; overwritten
  Tridiagonal(double[][] matrix) {
    var size = matrix.length;
    diagonal = new double[size];
    beside = new double[Math.max(0, size - 1)];
    reflectors = matrix;
    factors = new double[size];
    var v = new double[size];
    var w = new double[size];
    for (var k = 0; k < size; k++) {
      diagonal[k] = matrix[k][k];
      if (k < size - 1) {
        reflect(k, v, w);
      }
    }
  }

  private void reflect(int k, double[] v, double[] w) {
    var matrix = reflectors;
    var size = matrix.length;
    var first = k + 1;
    System.arraycopy(matrix[k], first, v, first, size - first);
    var norm = norm(v, first);
    var rest = first + 1 < size ? norm(v, first + 1) : 0;
    if (rest == 0) {
      beside[k] = v[first];
      return; // it is so already
    }
    beside[k] = v[first] > 0 ? -norm : norm;
    v[first] -= beside[k];
    var factor = -1 / (beside[k] * v[first]); // 2 / |v|²
    Arrays.fill(w, first, size, 0);
    for (var i = first; i < size; i++) {
      addTo(w, factor * v[i], matrix[i], first);
    }
    addTo(w, -factor / 2 * dot(v, w, first), v, first);
    for (var i = first; i < size; i++) {
      subtract(matrix[i], v[i], w, w[i], v, first);
    }
    System.arraycopy(v, first, matrix[k], first, size - first);
    factors[k] = factor;
  }

  private static void subtract(
      double[] row, double p, double[] a, double q, double[] b, int first) {
    for (var j = first; j < row.length; j++) {
      row[j] -= p * a[j] + q * b[j];
    }
  }

  static void addTo(double[] sum, double factor, double[] row, int first) {
    for (var j = first; j < sum.length; j++) {
      sum[j] += factor * row[j];
    }
  }

  static double dot(double[] a, double[] b, int first) {
    var sum = 0.0;
    for (var j = first; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  static double norm(double[] a, int first) {
    return Math.sqrt(dot(a, a, first));
  }

  int size() {
    return diagonal.length;
  }

  /// Turns a vector of the tridiagonal matrix into one of the matrix it was made from.
  void back(double[] vector) {
    for (var k = size() - 2; k >= 0; k--) {
      if (factors[k] != 0) {
        var along = dot(reflectors[k], vector, k + 1);
        addTo(vector, -factors[k] * along, reflectors[k], k + 1);
      }
    }
  }

  /// How many eigenvalues lie above a number: Sturm's count of signs.
  int above(double x) {
    var count = 0;
    var pivot = 1.0;
    var least = Double.MIN_NORMAL;
    for (var i = 0; i < size(); i++) {
      var coupling = i == 0 ? 0 : beside[i - 1] * beside[i - 1];
      pivot = diagonal[i] - x - (coupling == 0 ? 0 : coupling / pivot);
      if (Math.abs(pivot) < least) {
        pivot = -least;
      }
      count += pivot > 0 ? 1 : 0;
    }
    return count;
  }

  /// An interval that holds all eigenvalues lies within plus and minus this (Gershgorin).
  double bound() {
    var bound = 0.0;
    for (var i = 0; i < size(); i++) {
      var before = i == 0 ? 0 : Math.abs(beside[i - 1]);
      var after = i == size() - 1 ? 0 : Math.abs(beside[i]);
      bound = Math.max(bound, Math.abs(diagonal[i]) + before + after);
    }
    return bound;
  }

  /// The eigenvalue that `index` others are above, by bisection down to rounding.
  double eigenvalue(int index) {
    var high = bound() * (1 + 1e-12) + Double.MIN_NORMAL;
    var low = -high;
    var least = Math.ulp(high) / 2;
    for (var width = 2 * high; width > least; width /= 2) {
      var middle = low + (high - low) / 2;
      if (above(middle) > index) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low + (high - low) / 2;
  }
}
