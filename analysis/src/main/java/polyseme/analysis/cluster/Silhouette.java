// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.Workers;
import polyseme.engine.tensor.FloatMatrix;

/// How well points lie in their groups: for each point (b − a) / max(a, b), where a is the mean
/// Euclidean distance to the other points of its group and b the least mean distance to the points
/// of another group; 0 for a point alone in its group and for one that lies on all others.
///
/// In: `[point, column]` float32 and a label for each point. Out: means from −1 to 1, no unit.
/// Distances and sums are in double; up to 10,000 points the result is exact to rounding, and the
/// same for any number of threads. Above, 10,000 points (and at least 30 of every group) are drawn
/// at random, group by group, and each is measured against all points: the means are then
/// estimates. Work grows with the number measured, the number of points and the number of columns.
/// Source: Rousseeuw 1987; checked on closed forms and against a direct sum to 1e-12
/// (SilhouetteTest).
///
/// @param mean over all points, each group weighted by its size
/// @param groups mean of each group
/// @param measured how many points were measured
public record Silhouette(double mean, List<Double> groups, int measured) {

  /// Up to so many points are all measured.
  public static final int EXACT_UP_TO = 10_000;

  private static final int LEAST_OF_A_GROUP = 30;
  private static final int POINTS_A_TASK = 64;
  private static final int TILE = 1024;

  /// Keeps the list unchangeable.
  public Silhouette {
    groups = List.copyOf(groups);
  }

  /// Measures a grouping.
  ///
  /// @param points `[point, column]`
  /// @param labels group of each point, from 0; at least two groups, none of them empty
  /// @param seed draws the points that are measured, where not all are
  /// @param workers share the work; not to be called from one of their threads
  /// @param progress told how many points are measured; cancels between tasks
  /// @return the silhouettes
  public static Silhouette of(
      FloatMatrix points, List<Integer> labels, long seed, Workers workers, Progress progress) {
    return of(points, labels, new Draw(seed, EXACT_UP_TO), workers, progress);
  }

  /// Which points are measured.
  record Draw(long seed, int most) {

    /// Rows of each group.
    List<int[]> from(List<int[]> groups, int points) {
      var random = new SplittableRandom(seed);
      return groups.stream()
          .map(rows -> points <= most ? rows : some(rows, points, random))
          .toList();
    }

    private int[] some(int[] rows, int points, SplittableRandom random) {
      var share = (int) Math.ceil((double) most * rows.length / points);
      var count = Math.min(rows.length, Math.max(share, LEAST_OF_A_GROUP));
      var drawn = rows.clone();
      for (var i = 0; i < count; i++) {
        var other = random.nextInt(i, drawn.length);
        var swapped = drawn[i];
        drawn[i] = drawn[other];
        drawn[other] = swapped;
      }
      return Arrays.copyOf(drawn, count);
    }
  }

  static Silhouette of(
      FloatMatrix points, List<Integer> labels, Draw draw, Workers workers, Progress progress) {
    var groups = rowsOfGroups(points.rows(), labels);
    var distances =
        new Distances(points, labels, groups.stream().mapToInt(g -> g.length).toArray());
    var drawn = draw.from(groups, points.rows());
    var rows = drawn.stream().flatMapToInt(Arrays::stream).toArray();
    var values = values(rows, distances, workers, progress);
    var means = new ArrayList<Double>();
    var mean = 0.0;
    var from = 0;
    for (var g = 0; g < groups.size(); g++) {
      var to = from + drawn.get(g).length;
      var groupMean = Arrays.stream(values, from, to).average().orElseThrow();
      means.add(groupMean);
      mean += groupMean * groups.get(g).length / points.rows();
      from = to;
    }
    return new Silhouette(mean, means, rows.length);
  }

  private static List<int[]> rowsOfGroups(int points, List<Integer> labels) {
    if (labels.size() != points) {
      throw new IllegalArgumentException(
          "%d labels for %d points".formatted(labels.size(), points));
    }
    var k = 1 + labels.stream().mapToInt(Integer::intValue).max().orElse(-1);
    var groups = new ArrayList<int[]>();
    for (var g = 0; g < k; g++) {
      var group = g;
      var rows = IntStream.range(0, points).filter(i -> labels.get(i) == group).toArray();
      if (rows.length == 0) {
        throw new IllegalArgumentException("group %d of %d is empty".formatted(g, k));
      }
      groups.add(rows);
    }
    if (k < 2) {
      throw new IllegalArgumentException("%d groups have no silhouette".formatted(k));
    }
    return groups;
  }

  private static double[] values(
      int[] rows, Distances distances, Workers workers, Progress progress) {
    var values = new double[rows.length];
    var done = new AtomicInteger();
    var tasks = new ArrayList<Callable<Boolean>>();
    for (var from = 0; from < rows.length; from += POINTS_A_TASK) {
      var first = from;
      var end = Math.min(rows.length, from + POINTS_A_TASK);
      tasks.add(() -> {
        progress.checkCancelled();
        distances.silhouettes(rows, first, end, values);
        progress.report("Measuring groups", done.addAndGet(end - first), rows.length, "neurons");
        return true;
      });
    }
    try {
      workers.all(tasks);
    } catch (PolysemeException impossible) {
      throw new IllegalStateException("no task here throws this", impossible);
    }
    return values;
  }

  /// Distances from some points to all, a tile of columns at a time: with the points of a tile side
  /// by side the inner loop runs over neighbours in memory.
  private static final class Distances {
    private final double[][] columns; // [column][point]
    private final int[] labels;
    private final int[] sizes;

    Distances(FloatMatrix points, List<Integer> labels, int[] sizes) {
      this.columns = new double[points.columns()][points.rows()];
      for (var i = 0; i < points.rows(); i++) {
        for (var c = 0; c < columns.length; c++) {
          columns[c][i] = points.get(i, c);
        }
      }
      this.labels = labels.stream().mapToInt(Integer::intValue).toArray();
      this.sizes = sizes;
    }

    void silhouettes(int[] rows, int first, int end, double[] into) {
      var sums = new double[end - first][sizes.length];
      var tile = new double[TILE];
      for (var from = 0; from < labels.length; from += TILE) {
        var width = Math.min(TILE, labels.length - from);
        for (var i = first; i < end; i++) {
          squares(rows[i], from, width, tile);
          var sum = sums[i - first];
          for (var j = 0; j < width; j++) {
            sum[labels[from + j]] += Math.sqrt(tile[j]);
          }
        }
      }
      for (var i = first; i < end; i++) {
        into[i] = silhouette(labels[rows[i]], sums[i - first]);
      }
    }

    private void squares(int row, int from, int width, double[] into) {
      Arrays.fill(into, 0, width, 0);
      for (var column : columns) {
        add(column, column[row], from, width, into);
      }
    }

    private static void add(double[] column, double at, int from, int width, double[] into) {
      for (var j = 0; j < width; j++) {
        var difference = column[from + j] - at;
        into[j] += difference * difference;
      }
    }

    private double silhouette(int own, double[] sums) {
      if (sizes[own] == 1) {
        return 0;
      }
      var a = sums[own] / (sizes[own] - 1);
      var b = Double.POSITIVE_INFINITY;
      for (var g = 0; g < sizes.length; g++) {
        b = g == own ? b : Math.min(b, sums[g] / sizes[g]);
      }
      var larger = Math.max(a, b);
      return larger == 0 ? 0 : (b - a) / larger;
    }
  }
}
