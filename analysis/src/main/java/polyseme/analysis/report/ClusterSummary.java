// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.heatmap.VisibleToken;
import polyseme.analysis.scan.Scan;
import polyseme.engine.model.NeuronId;
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

  /// How many of a neuron's highest examples are looked at.
  public static final int PEAKS = 5;

  /// How many members of a cluster are looked at for its tokens: those with the greatest
  /// activations.
  public static final int MEMBERS = 100;

  private static final int SHOWN_TOKENS = 6;

  /// Keeps the lists unchangeable.
  public ClusterSummary {
    members = List.copyOf(members);
    tokens = List.copyOf(tokens);
  }

  /// A token at the peaks of a cluster's neurons.
  ///
  /// @param shown the token made visible
  /// @param share share of the cluster's peaks that are this token, 0 to 1
  /// @param lift this share over the token's share in the peaks of all clusters
  public record TypicalToken(String shown, double share, double lift) {}

  /// Summarises all clusters. A token is the more typical the larger its share and the rarer it is
  /// in other clusters: they are sorted by share · ln(lift); one that stands at a single peak is
  /// left out.
  ///
  /// @param scan where the clusters' neurons were scanned
  /// @param clustering the clusters
  /// @param members how many neurons to name
  /// @return one summary a cluster, in order
  /// @throws StoreException if the stored scan is damaged
  public static List<ClusterSummary> all(Scan scan, Clustering clustering, int members)
      throws StoreException {
    var ranked = new ArrayList<List<NeuronId>>();
    var peaks = new ArrayList<Map<String, Integer>>();
    var overall = new HashMap<String, Integer>();
    for (var cluster = 0; cluster < clustering.k(); cluster++) {
      ranked.add(rank(scan, clustering, cluster));
      peaks.add(peaks(scan, ranked.get(cluster)));
      peaks.get(cluster).forEach((token, count) -> overall.merge(token, count, Integer::sum));
    }
    var summaries = new ArrayList<ClusterSummary>();
    var silhouettes = clustering.quality().clusterSilhouettes();
    for (var cluster = 0; cluster < clustering.k(); cluster++) {
      var neurons = ranked.get(cluster);
      summaries.add(
          new ClusterSummary(
              cluster,
              neurons.size(),
              cluster < silhouettes.size() ? silhouettes.get(cluster) : Double.NaN,
              neurons.subList(0, Math.min(members, neurons.size())),
              typical(peaks.get(cluster), overall)));
    }
    return List.copyOf(summaries);
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

  private static Map<String, Integer> peaks(Scan scan, List<NeuronId> ranked)
      throws StoreException {
    var counts = new HashMap<String, Integer>();
    for (var id : ranked.subList(0, Math.min(MEMBERS, ranked.size()))) {
      var highest = scan.profile(id).examples().highest();
      for (var example : highest.subList(0, Math.min(PEAKS, highest.size()))) {
        var token = VisibleToken.of(example.context().tokens().get(example.peakIndex()));
        counts.merge(token.display(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static List<TypicalToken> typical(
      Map<String, Integer> peaks, Map<String, Integer> overall) {
    var here = (double) sum(peaks);
    var everywhere = (double) sum(overall);
    return peaks.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .map(entry -> {
          var share = entry.getValue() / here;
          var general = overall.getOrDefault(entry.getKey(), 1) / everywhere;
          return new TypicalToken(entry.getKey(), share, share / general);
        })
        .sorted(
            Comparator.comparingDouble((TypicalToken t) -> -t.share * Math.log(t.lift))
                .thenComparing(TypicalToken::shown))
        .limit(SHOWN_TOKENS)
        .toList();
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
