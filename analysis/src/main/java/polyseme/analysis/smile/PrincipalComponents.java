// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.smile;

import polyseme.engine.task.EngineUnavailableException;
import polyseme.engine.task.Progress;
import polyseme.engine.tensor.FloatMatrix;
import polyseme.engine.tensor.FloatVector;
import smile.linalg.Transpose;
import smile.linalg.UPLO;
import smile.tensor.DenseMatrix;
import smile.tensor.ScalarType;

/// Points along the directions in which they vary most.
///
/// Computed from the covariance of the columns, summed in double over blocks of rows, and Smile's
/// symmetric eigen-decomposition (LAPACK `dsyevd`). Beside the points there are three d × d
/// matrices of doubles and one block: 35 MB for 1,024 columns, 400 MB for 4,096; the points are
/// never copied as a whole.
///
/// decision: not Smile's `PCA.fit`. It holds the points twice as doubles, takes a full singular
/// value decomposition of them, gives variances that are sums of squares, and cannot be stopped.
///
/// Every component points where its loading of largest magnitude is positive (the first such
/// loading, taken as equal within 1e-9), since an eigenvector's sign means nothing.
///
/// @param coordinates `[point, component]`, centred, float32
/// @param shares share of the whole variance for each component, descending, at most 1 in sum; 0
///   where the points do not vary
record PrincipalComponents(FloatMatrix coordinates, FloatVector shares) {

  /// Most components that are kept.
  static final int MOST = 50;

  private static final int BLOCK = 512;

  /// Finds the components.
  ///
  /// @param points `[point, column]`, at least one of each, all finite
  /// @param progress told how many points were read; cancels between blocks
  /// @return the leading components: 50, or as many as there are points or columns
  /// @throws EngineUnavailableException if OpenBLAS cannot be loaded
  static PrincipalComponents of(FloatMatrix points, Progress progress)
      throws EngineUnavailableException {
    if (points.rows() == 0 || points.columns() == 0) {
      throw new IllegalArgumentException("no principal components of a " + points);
    }
    var means = columnMeans(points);
    OpenBlas.require();
    var kept = Math.min(MOST, Math.min(points.rows(), points.columns()));
    var blocks = new Blocks(points, means, progress);
    var scatter = blocks.scatter();
    var total = 0.0;
    for (var i = 0; i < points.columns(); i++) {
      total += scatter.get(i, i);
    }
    if (total == 0) {
      return new PrincipalComponents(
          FloatMatrix.wrap(points.rows(), kept, new float[points.rows() * kept]),
          FloatVector.wrap(new float[kept]));
    }
    progress.report("Finding principal components", 0, 0, "columns");
    var eigen = scatter.withUplo(UPLO.LOWER).eigen();
    var shares = new float[kept];
    for (var c = 0; c < kept; c++) {
      // ascending, as LAPACK gives them; what should be 0 may come out as −1e-17
      shares[c] = (float) (Math.max(0, eigen.wr().get(points.columns() - 1 - c)) / total);
    }
    return new PrincipalComponents(blocks.along(axes(eigen.Vr(), kept)), FloatVector.wrap(shares));
  }

  private static double[] columnMeans(FloatMatrix points) {
    var means = new double[points.columns()];
    var row = new float[points.columns()];
    for (var i = 0; i < points.rows(); i++) {
      points.copyRow(i, row);
      for (var j = 0; j < row.length; j++) {
        if (!Float.isFinite(row[j])) {
          throw new IllegalArgumentException(
              "point %d has the coordinate %s in column %d".formatted(i, row[j], j));
        }
        means[j] += row[j];
      }
    }
    for (var j = 0; j < means.length; j++) {
      means[j] /= points.rows();
    }
    return means;
  }

  /// The last columns first, signs settled.
  private static DenseMatrix axes(DenseMatrix vectors, int kept) {
    var size = vectors.nrow();
    var axes = DenseMatrix.zeros(ScalarType.Float64, size, kept);
    for (var c = 0; c < kept; c++) {
      var from = size - 1 - c;
      var largest = 0.0;
      for (var i = 0; i < size; i++) {
        largest = Math.max(largest, Math.abs(vectors.get(i, from)));
      }
      var first = 0;
      while (Math.abs(vectors.get(first, from)) < largest * (1 - 1e-9)) {
        first++;
      }
      var sign = Math.signum(vectors.get(first, from));
      for (var i = 0; i < size; i++) {
        axes.set(i, c, sign * vectors.get(i, from));
      }
    }
    return axes;
  }

  /// Centred points, a block of rows at a time: a point is a column of the block.
  private static final class Blocks {
    private final FloatMatrix points;
    private final double[] means;
    private final Progress progress;

    Blocks(FloatMatrix points, double[] means, Progress progress) {
      this.points = points;
      this.means = means;
      this.progress = progress;
    }

    private DenseMatrix block(int from) {
      var count = Math.min(BLOCK, points.rows() - from);
      var block = DenseMatrix.zeros(ScalarType.Float64, points.columns(), count);
      var row = new float[points.columns()];
      for (var i = 0; i < count; i++) {
        points.copyRow(from + i, row);
        for (var j = 0; j < row.length; j++) {
          block.set(j, i, row[j] - means[j]);
        }
      }
      return block;
    }

    DenseMatrix scatter() {
      var sum = DenseMatrix.zeros(ScalarType.Float64, points.columns(), points.columns());
      for (var from = 0; from < points.rows(); from += BLOCK) {
        progress.checkCancelled();
        progress.report("Measuring variance", from, points.rows(), "neurons");
        var block = block(from);
        DenseMatrix.mm(1, Transpose.NO_TRANSPOSE, block, Transpose.TRANSPOSE, block, 1, sum);
      }
      return sum;
    }

    FloatMatrix along(DenseMatrix axes) {
      var kept = axes.ncol();
      var coordinates = new float[points.rows() * kept];
      for (var from = 0; from < points.rows(); from += BLOCK) {
        progress.checkCancelled();
        progress.report("Projecting", from, points.rows(), "neurons");
        var block = block(from);
        var places = DenseMatrix.zeros(ScalarType.Float64, kept, block.ncol());
        DenseMatrix.mm(1, Transpose.TRANSPOSE, axes, Transpose.NO_TRANSPOSE, block, 0, places);
        for (var i = 0; i < block.ncol(); i++) {
          for (var c = 0; c < kept; c++) {
            coordinates[(from + i) * kept + c] = (float) places.get(c, i);
          }
        }
      }
      return FloatMatrix.wrap(points.rows(), kept, coordinates);
    }
  }
}
