// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

/// Solves `(T − λ) x = y` for a tridiagonal T and an eigenvalue λ of it, by elimination with
/// exchange of neighbouring rows. What comes out points along λ's eigenvector.
final class InverseIteration {

  private final int size;
  private final double[] pivots;
  private final double[] next; // of the eliminated rows: one column on
  private final double[] second; // two columns on
  private final double[] factors;
  private final boolean[] exchanged;

  InverseIteration(Tridiagonal matrix, double eigenvalue) {
    size = matrix.size();
    pivots = matrix.diagonal.clone();
    next = new double[size];
    System.arraycopy(matrix.beside, 0, next, 0, size - 1);
    second = new double[size];
    factors = new double[size];
    exchanged = new boolean[size];
    for (var i = 0; i < size; i++) {
      pivots[i] -= eigenvalue;
    }
    for (var i = 0; i < size - 1; i++) {
      eliminate(i, matrix.beside[i]);
    }
    // an eigenvalue makes a pivot vanish; its place is taken by what rounding would leave
    var least = Math.max(Math.ulp(matrix.bound()), Double.MIN_NORMAL);
    for (var i = 0; i < size; i++) {
      if (Math.abs(pivots[i]) < least) {
        pivots[i] = least;
      }
    }
  }

  private void eliminate(int i, double below) {
    exchanged[i] = Math.abs(below) > Math.abs(pivots[i]);
    if (!exchanged[i]) {
      factors[i] = below == 0 ? 0 : below / pivots[i];
      pivots[i + 1] -= factors[i] * next[i];
      return;
    }
    factors[i] = pivots[i] / below;
    var diagonal = pivots[i + 1];
    pivots[i] = below;
    pivots[i + 1] = next[i] - factors[i] * diagonal;
    next[i] = diagonal;
    if (i + 2 < size) {
      second[i] = next[i + 1];
      next[i + 1] *= -factors[i];
    }
  }

  void solve(double[] x) {
    for (var i = 0; i < size - 1; i++) {
      if (exchanged[i]) {
        var upper = x[i];
        x[i] = x[i + 1];
        x[i + 1] = upper - factors[i] * x[i];
      } else {
        x[i + 1] -= factors[i] * x[i];
      }
    }
    for (var i = size - 1; i >= 0; i--) {
      var known = i + 1 < size ? next[i] * x[i + 1] : 0;
      known += i + 2 < size ? second[i] * x[i + 2] : 0;
      x[i] = (x[i] - known) / pivots[i];
    }
  }
}
