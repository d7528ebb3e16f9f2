// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import polyseme.analysis.cluster.ClusterNames;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.cluster.TypicalToken;
import polyseme.analysis.scan.Scan;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.Progress;
import polyseme.engine.task.StoreException;

/// What a page says of one cluster.
///
/// @param cluster its number, from 0
/// @param size how many neurons it has
/// @param silhouette mean silhouette of its neurons, NaN if not known
/// @param members the neurons with the greatest activations, the greatest first
/// @param tokens its most typical tokens, the most typical first
public record ClusterSummary(
    int cluster, int size, double silhouette, List<NeuronId> members, List<TypicalToken> tokens) {

  /// Keeps the lists unchangeable.
  public ClusterSummary {
    members = List.copyOf(members);
    tokens = List.copyOf(tokens);
  }

  /// What the cluster is called everywhere, see [ClusterNames#name].
  ///
  /// @return its name; empty only where the scan kept no examples of its neurons
  public String name() {
    return ClusterNames.name(tokens);
  }

  /// Summarises all clusters.
  ///
  /// @param scan where the clusters' neurons were scanned
  /// @param clustering the clusters
  /// @param members how many neurons to name
  /// @param progress told how far it is, in neurons
  /// @return one summary a cluster, in order
  /// @throws StoreException if the stored scan is damaged
  public static List<ClusterSummary> all(
      Scan scan, Clustering clustering, int members, Progress progress) throws StoreException {
    var typical = ClusterNames.typical(scan, clustering, progress);
    var silhouettes = clustering.quality().clusterSilhouettes();
    return IntStream.range(0, clustering.k())
        .mapToObj(cluster -> {
          var neurons = rank(scan, clustering, cluster);
          return new ClusterSummary(
              cluster,
              neurons.size(),
              cluster < silhouettes.size() ? silhouettes.get(cluster) : Double.NaN,
              neurons.subList(0, Math.min(members, neurons.size())),
              typical.get(cluster));
        })
        .toList();
  }

  private static List<NeuronId> rank(Scan scan, Clustering clustering, int cluster) {
    Comparator<Integer> byMax = Comparator.comparingDouble(row -> -scan.stats(row).max());
    return clustering
        .members(cluster)
        .rows()
        .boxed()
        .sorted(byMax.thenComparing(Comparator.naturalOrder()))
        .map(scan.neurons()::id)
        .toList();
  }
}
