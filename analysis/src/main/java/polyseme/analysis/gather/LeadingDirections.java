// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.util.ArrayList;
import java.util.List;

/// The directions in which vectors vary most, from their covariance: its leading eigenvectors.
///
/// Found by Householder reflections, bisection and inverse iteration in plain Java, with fixed
/// starts and in a fixed order, so that the bits are the same on every machine. (Smile's
/// decomposition stands on OpenBLAS, whose sums differ between processors.) Exact to rounding;
/// nothing depends on how near the variances lie to each other, unlike with power iterations.
///
/// Every direction points where its component of largest magnitude is positive (the first such,
/// taken as equal within 1e-9).
final class LeadingDirections {

  private static final double SMALLEST_SHARE = 1e-10; // of the largest variance; below is rounding
  private static final int SOLUTIONS = 3; // one suffices but for a start unlucky by chance
  private static final long SEED = 0x64697265L;

  private final double total;
  private final List<double[]> vectors = new ArrayList<>();
  private final List<Double> variances = new ArrayList<>();

  /// @param covariance symmetric, all finite; overwritten
  /// @param most directions kept at most
  LeadingDirections(double[][] covariance, int most) {
    var sum = 0.0;
    for (var i = 0; i < covariance.length; i++) {
      sum += covariance[i][i];
    }
    total = sum;
    var matrix = new Tridiagonal(covariance);
    for (var i = 0; i < Math.min(most, matrix.size()); i++) {
      var variance = matrix.eigenvalue(i);
      if (variance <= 0 || (i > 0 && variance <= SMALLEST_SHARE * variances.getFirst())) {
        break;
      }
      vectors.add(vector(matrix, variance));
      variances.add(variance);
    }
    for (var vector : vectors) {
      matrix.back(vector);
      settleSign(vector);
    }
  }

  private double[] vector(Tridiagonal matrix, double eigenvalue) {
    var solver = new InverseIteration(matrix, eigenvalue);
    var x = new double[matrix.size()];
    for (var i = 0; i < x.length; i++) {
      x[i] = PositionPicker.hash(SEED, vectors.size(), i) * 0x1p-63;
    }
    for (var i = 0; i < SOLUTIONS; i++) {
      solver.solve(x);
      scale(x, 1 / Tridiagonal.norm(x, 0));
      // once more, since the first pass leaves the rounding of what it took away
      leaveOthers(x);
      leaveOthers(x);
    }
    return x;
  }

  private void leaveOthers(double[] x) {
    for (var other : vectors) {
      Tridiagonal.addTo(x, -Tridiagonal.dot(x, other, 0), other, 0);
    }
    scale(x, 1 / Tridiagonal.norm(x, 0));
  }

  private static void scale(double[] x, double factor) {
    for (var i = 0; i < x.length; i++) {
      x[i] *= factor;
    }
  }

  private static void settleSign(double[] x) {
    var largest = 0.0;
    for (var value : x) {
      largest = Math.max(largest, Math.abs(value));
    }
    var first = 0;
    while (Math.abs(x[first]) < largest * (1 - 1e-9)) {
      first++;
    }
    scale(x, Math.signum(x[first]));
  }

  /// How many were found; fewer than wanted if the vectors vary in fewer directions.
  int count() {
    return vectors.size();
  }

  double variance(int direction) {
    return variances.get(direction);
  }

  /// Unit vector; not to be changed.
  double[] vector(int direction) {
    return vectors.get(direction);
  }

  /// Variance along all directions, the others too.
  double total() {
    return total;
  }
}
