// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.smile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import polyseme.analysis.cluster.Clusterer;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.cluster.Silhouette;
import polyseme.analysis.space.NeuronFeatures;
import polyseme.engine.task.EngineUnavailableException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.RequestException;
import polyseme.engine.task.Workers;
import polyseme.engine.tensor.FloatMatrix;
import smile.clustering.KMeans;
import smile.math.MathEx;
import smile.util.AlgoStatus;
import smile.util.IterativeAlgorithmController;

/// k-means through Smile on the points' principal components: at most 50 of them, fewer if there
/// are fewer neurons or columns; [Clustering.Method] says how many and what share of the variance
/// they hold.
///
/// Smile starts from k-means++ and refines by Lloyd's iterations until one of them lowers the
/// distortion by less than 1e-5 of the variance, at most 100 times. That is done from several
/// seeded starts (8, or 4 above 10,000 neurons) and the grouping with the least distortion is
/// taken: k-means finds a local optimum. The seed fixes the result, on any thread and with any
/// number of threads; another processor may differ where two groupings are equal to rounding.
/// Distortion and silhouettes are those of the reduced coordinates. Source: Lloyd 1982; Arthur and
/// Vassilvitskii 2007.
public final class SmileKMeans implements Clusterer {

  private static final int MOST_ITERATIONS = 100;
  private static final double TOLERANCE = 1e-5;
  private static final int MANY = 10_000;
  private static final int ROUNDS = 4;

  private final int threads;

  /// Uses a thread a processor.
  public SmileKMeans() {
    this(Runtime.getRuntime().availableProcessors());
  }

  /// Uses some threads; the result does not depend on their number.
  ///
  /// @param threads how many, at least 1
  public SmileKMeans(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads");
    }
    this.threads = threads;
  }

  /// Puts every neuron into one of k groups, numbered by size, the largest first.
  ///
  /// @throws RequestException if the neurons make fewer than k different points, or no start fills
  ///   all groups
  /// @throws IllegalArgumentException if k is not from 2 to the number of neurons, or a coordinate
  ///   is not finite
  @Override
  public Clustering cluster(NeuronFeatures features, int k, long seed, Progress progress)
      throws EngineUnavailableException, RequestException {
    var neurons = features.neurons();
    if (k < 2 || k > neurons.size()) {
      throw new IllegalArgumentException("%d groups of %d neurons".formatted(k, neurons.size()));
    }
    var components = PrincipalComponents.of(features.points(), progress);
    var points = components.coordinates();
    requireDifferent(points, k);
    var starts = points.rows() > MANY ? 4 : 8;
    try (var workers = new Workers(threads)) {
      var grouping = best(points, new Starts(k, starts, seed), workers, progress);
      var silhouette = Silhouette.of(points, grouping.labels(), seed, workers, progress);
      var measured = silhouette.measured() == points.rows() ? 0 : silhouette.measured();
      return new Clustering(
          neurons,
          grouping.labels(),
          k,
          features.space(),
          new Clustering.Quality(
              silhouette.mean(), silhouette.groups(), grouping.distortion(), measured),
          new Clustering.Method("k-means", points.columns(), sum(components), starts),
          seed);
    }
  }

  /// What is tried.
  private record Starts(int k, int count, long seed) {}

  /// A finished start, groups numbered by size.
  private record Grouping(List<Integer> labels, double distortion) {}

  private static double sum(PrincipalComponents components) {
    var sum = 0.0;
    for (var c = 0; c < components.shares().size(); c++) {
      sum += components.shares().get(c);
    }
    return Math.min(1, sum);
  }

  /// Without k different points k-means++ would look for another centre for ever.
  private static void requireDifferent(FloatMatrix points, int k) throws RequestException {
    var different = new HashSet<Object>();
    for (var i = 0; i < points.rows() && different.size() < k; i++) {
      different.add(points.row(i));
    }
    if (different.size() < k) {
      throw new RequestException(
          "The %d neurons make only %d different points, too few for %d groups."
              .formatted(points.rows(), different.size(), k),
          different.size() < 2
              ? "Choose another space: in this one all neurons are alike."
              : "Ask for at most %d groups.".formatted(different.size()));
    }
  }

  private static Grouping best(
      FloatMatrix points, Starts starts, Workers workers, Progress progress)
      throws RequestException {
    var scaled = unitVariance(points);
    var seeds = new SplittableRandom(starts.seed());
    for (var round = 0; round < ROUNDS; round++) {
      var tasks = new ArrayList<Callable<Optional<Grouping>>>();
      for (var i = 0; i < starts.count(); i++) {
        // Smile folds seeds into 31 bits
        var startSeed = seeds.nextInt(Integer.MAX_VALUE);
        tasks.add(() -> {
          var labels = start(scaled, starts.k(), startSeed, progress);
          return grouping(points, labels, starts.k());
        });
      }
      var found =
          results(workers, tasks).stream()
              .flatMap(Optional::stream)
              .min(Comparator.comparingDouble(Grouping::distortion));
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new RequestException(
        "k-means left some of the %d groups empty at every start.".formatted(starts.k()),
        "Ask for fewer groups.");
  }

  private static <T> List<T> results(Workers workers, List<Callable<T>> tasks) {
    try {
      return workers.all(tasks);
    } catch (PolysemeException impossible) {
      throw new IllegalStateException("no task here throws this", impossible);
    }
  }

  private static int[] start(double[][] points, int k, int seed, Progress progress) {
    progress.checkCancelled();
    // Smile's generator belongs to the thread: the seed is set on the one that computes
    MathEx.setSeed(seed);
    try (var watch = new Watch(progress)) {
      var options = new smile.clustering.Clustering.Options(k, MOST_ITERATIONS, TOLERANCE, watch);
      // decision: not KMeans.fit, whose tree costs up to three times as much in 50 dimensions for
      // the
      // same groups; of the result only the labels are read, since lloyd counts sizes without a
      // lock
      return KMeans.lloyd(points, options).group();
    }
  }

  /// Reports each iteration and leaves it when cancelled.
  private static final class Watch extends IterativeAlgorithmController<AlgoStatus> {
    private final Progress progress;

    Watch(Progress progress) {
      // the other constructor starts a thread that nobody ends
      super(Runnable::run, 1);
      this.progress = progress;
    }

    @Override
    public void submit(AlgoStatus status) {
      progress.report("Grouping", status.iteration(), 0, "iterations");
      progress.checkCancelled();
    }
  }

  /// Smile's thresholds are absolute; in these coordinates they mean the same for all models.
  private static double[][] unitVariance(FloatMatrix points) {
    var all = points.toArray();
    var square = 0.0;
    for (var value : all) {
      square += (double) value * value;
    }
    var scale = 1 / Math.sqrt(square / points.rows());
    var scaled = new double[points.rows()][points.columns()];
    for (var i = 0; i < all.length; i++) {
      scaled[i / points.columns()][i % points.columns()] = all[i] * scale;
    }
    return scaled;
  }

  /// Numbers groups by size, equal ones by their first member; empty if a group is.
  private static Optional<Grouping> grouping(FloatMatrix points, int[] labels, int k) {
    var sizes = new int[k];
    var firsts = new int[k];
    Arrays.fill(firsts, -1);
    for (var i = 0; i < labels.length; i++) {
      sizes[labels[i]]++;
      firsts[labels[i]] = firsts[labels[i]] < 0 ? i : firsts[labels[i]];
    }
    if (IntStream.of(sizes).anyMatch(size -> size == 0)) {
      return Optional.empty();
    }
    var order =
        IntStream.range(0, k)
            .boxed()
            .sorted(
                Comparator.comparingInt((Integer g) -> -sizes[g]).thenComparingInt(g -> firsts[g]))
            .toList();
    var numbers = new int[k];
    for (var number = 0; number < k; number++) {
      numbers[order.get(number)] = number;
    }
    var renamed = IntStream.of(labels).mapToObj(label -> numbers[label]).toList();
    return Optional.of(new Grouping(renamed, distortion(points, labels, sizes)));
  }

  /// Mean squared distance to the centre of the own group, summed in double.
  private static double distortion(FloatMatrix points, int[] labels, int[] sizes) {
    var centres = new double[sizes.length][points.columns()];
    for (var i = 0; i < labels.length; i++) {
      for (var c = 0; c < points.columns(); c++) {
        centres[labels[i]][c] += (double) points.get(i, c) / sizes[labels[i]];
      }
    }
    var sum = 0.0;
    for (var i = 0; i < labels.length; i++) {
      for (var c = 0; c < points.columns(); c++) {
        var difference = points.get(i, c) - centres[labels[i]][c];
        sum += difference * difference;
      }
    }
    return sum / labels.length;
  }
}
