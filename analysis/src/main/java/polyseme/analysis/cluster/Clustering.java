// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.cluster;

import java.util.List;
import java.util.stream.IntStream;
import polyseme.analysis.space.FeatureSpace;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.model.NeuronSet;

/// Every neuron in one of k groups.
///
/// @param neurons which neurons, in row order
/// @param labels group of each row, from 0; groups are numbered by size, the largest first
/// @param k number of groups
/// @param space what was clustered
/// @param quality how good the grouping is
/// @param method how the groups were found; part of the provenance
/// @param seed fixed the result; part of its provenance
public record Clustering(
    NeuronIndex neurons,
    List<Integer> labels,
    int k,
    FeatureSpace space,
    Quality quality,
    Method method,
    long seed) {

  /// Refuses a number of labels other than that of the neurons.
  public Clustering {
    if (labels.size() != neurons.size()) {
      throw new IllegalArgumentException(
          "%d labels for %d neurons".formatted(labels.size(), neurons.size()));
    }
    labels = List.copyOf(labels);
  }

  /// A grouping whose method is not stated.
  ///
  /// @param neurons which neurons, in row order
  /// @param labels group of each row, from 0
  /// @param k number of groups
  /// @param space what was clustered
  /// @param quality how good the grouping is
  /// @param seed fixed the result
  public Clustering(
      NeuronIndex neurons,
      List<Integer> labels,
      int k,
      FeatureSpace space,
      Quality quality,
      long seed) {
    this(neurons, labels, k, space, quality, Method.UNSTATED, seed);
  }

  /// How groups were found.
  ///
  /// @param name of the algorithm: `k-means`
  /// @param components principal components the points were reduced to first; 0 if they were not
  /// @param variance share of the points' variance these components hold, from 0 to 1
  /// @param starts how many times it was started; the grouping with the least distortion was taken
  public record Method(String name, int components, double variance, int starts) {

    /// Nothing is known of the method.
    public static final Method UNSTATED = new Method("unstated", 0, 1, 1);
  }

  /// How good a grouping is, in the coordinates in which it was made.
  ///
  /// @param silhouette mean over the neurons of (b − a) / max(a, b), from −1 to 1: a is the mean
  ///   distance to the own group, b to the nearest other one. Source: Rousseeuw 1987
  /// @param clusterSilhouettes the same mean for each group
  /// @param distortion mean squared distance to the own centre
  /// @param measured how many neurons the silhouettes were measured at; 0 for all of them
  public record Quality(
      double silhouette, List<Double> clusterSilhouettes, double distortion, int measured) {

    /// Keeps the list unchangeable.
    public Quality {
      clusterSilhouettes = List.copyOf(clusterSilhouettes);
    }

    /// Silhouettes measured at all neurons.
    ///
    /// @param silhouette mean over the neurons
    /// @param clusterSilhouettes the same mean for each group
    /// @param distortion mean squared distance to the own centre
    public Quality(double silhouette, List<Double> clusterSilhouettes, double distortion) {
      this(silhouette, clusterSilhouettes, distortion, 0);
    }
  }

  /// The neurons of one group.
  ///
  /// @param cluster from 0 to `k − 1`
  /// @return its neurons
  public NeuronSet members(int cluster) {
    return NeuronSet.ofRows(
        neurons, IntStream.range(0, labels.size()).filter(row -> labels.get(row) == cluster));
  }
}
