// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.smile;

import java.util.Arrays;
import java.util.stream.IntStream;
import polyseme.engine.tensor.FloatMatrix;

/// Eigenvalues and eigenvectors of a covariance by cyclic Jacobi rotations in double: slow, short,
/// and independent of any library.
final class Jacobi {

  final double[] values; // descending
  final double[][] vectors; // [component][column]

  private Jacobi(double[] values, double[][] vectors) {
    this.values = values;
    this.vectors = vectors;
  }

  static double[] means(FloatMatrix points) {
    var means = new double[points.columns()];
    for (var i = 0; i < points.rows(); i++) {
      for (var j = 0; j < means.length; j++) {
        means[j] += (double) points.get(i, j) / points.rows();
      }
    }
    return means;
  }

  static Jacobi ofCovariance(FloatMatrix points) {
    var means = means(points);
    var size = means.length;
    var a = new double[size][size];
    for (var i = 0; i < points.rows(); i++) {
      for (var p = 0; p < size; p++) {
        for (var q = 0; q < size; q++) {
          a[p][q] += (points.get(i, p) - means[p]) * (points.get(i, q) - means[q]);
        }
      }
    }
    var v = new double[size][size];
    for (var p = 0; p < size; p++) {
      v[p][p] = 1;
    }
    for (var sweep = 0; sweep < 60; sweep++) {
      for (var p = 0; p < size; p++) {
        for (var q = p + 1; q < size; q++) {
          rotate(a, v, p, q);
        }
      }
    }
    var order =
        IntStream.range(0, size)
            .boxed()
            .sorted((x, y) -> Double.compare(a[y][y], a[x][x]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new Jacobi(
        Arrays.stream(order).mapToDouble(i -> a[i][i]).toArray(),
        Arrays.stream(order).mapToObj(i -> v[i]).toArray(double[][]::new));
  }

  private static void rotate(double[][] a, double[][] v, int p, int q) {
    if (Math.abs(a[p][q]) < 1e-300) {
      return;
    }
    var theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    var t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    var c = 1 / Math.sqrt(t * t + 1);
    var s = t * c;
    for (var k = 0; k < a.length; k++) {
      var kp = a[k][p];
      var kq = a[k][q];
      a[k][p] = c * kp - s * kq;
      a[k][q] = s * kp + c * kq;
    }
    for (var k = 0; k < a.length; k++) {
      var pk = a[p][k];
      var qk = a[q][k];
      a[p][k] = c * pk - s * qk;
      a[q][k] = s * pk + c * qk;
      var vp = v[p][k];
      var vq = v[q][k];
      v[p][k] = c * vp - s * vq;
      v[q][k] = s * vp + c * vq;
    }
  }
}
