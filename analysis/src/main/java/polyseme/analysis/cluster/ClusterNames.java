// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import polyseme.analysis.scan.Scan;
import polyseme.engine.task.Progress;
import polyseme.engine.task.StoreException;
import polyseme.engine.text.Token;

/// Names clusters by the tokens at which their neurons peak.
public final class ClusterNames {

  /// How many of a neuron's highest examples speak for it.
  private static final int EXAMPLES = 10;

  private static final int TOKENS_IN_A_NAME = 3;
  private static final int REPORT_EVERY = 256;

  private ClusterNames() {}

  /// Names every cluster by up to three tokens. A token counts for a cluster as often as it is the
  /// peak of one of its neurons' ten highest examples; the score of a token is that count times the
  /// logarithm of its share in the cluster over its share in all clusters, so that what every
  /// cluster has names none.
  ///
  /// @param scan the scan
  /// @param clustering its groups
  /// @param progress told how far it is, in neurons
  /// @return a name for each cluster, by number; empty where no token stands out
  /// @throws StoreException if the scan is damaged
  public static List<String> of(Scan scan, Clustering clustering, Progress progress)
      throws StoreException {
    var counts = new ArrayList<Map<String, Integer>>();
    for (var k = 0; k < clustering.k(); k++) {
      counts.add(new HashMap<>());
    }
    var size = scan.neurons().size();
    for (var row = 0; row < size; row++) {
      if (row % REPORT_EVERY == 0) {
        progress.checkCancelled();
        progress.report("Naming clusters", row, size, "neurons");
      }
      count(scan, row, counts.get(clustering.labels().get(row)));
    }
    return names(counts);
  }

  private static void count(Scan scan, int row, Map<String, Integer> into) throws StoreException {
    var highest = scan.profile(scan.neurons().id(row)).examples().highest();
    for (var example : highest.subList(0, Math.min(EXAMPLES, highest.size()))) {
      var token = shown(example.context().tokens().get(example.peakIndex()));
      if (!token.isEmpty()) {
        into.merge(token, 1, Integer::sum);
      }
    }
  }

  private static String shown(Token token) {
    return token.text().strip();
  }

  private static List<String> names(List<Map<String, Integer>> counts) {
    var overall = new HashMap<String, Integer>();
    counts.forEach(one -> one.forEach((token, n) -> overall.merge(token, n, Integer::sum)));
    var all = total(overall);
    return counts.stream().map(one -> name(one, overall, all)).toList();
  }

  private static String name(Map<String, Integer> own, Map<String, Integer> overall, double all) {
    var size = total(own);
    var best =
        own.keySet().stream()
            .filter(token -> score(token, own, overall, size / all) > 0)
            .sorted(
                Comparator.comparingDouble((String token) -> score(token, own, overall, size / all))
                    .reversed()
                    .thenComparing(Comparator.naturalOrder()))
            .limit(TOKENS_IN_A_NAME)
            .toList();
    return String.join(" · ", best);
  }

  private static double score(
      String token, Map<String, Integer> own, Map<String, Integer> overall, double share) {
    double n = own.getOrDefault(token, 0);
    double everywhere = overall.getOrDefault(token, 1);
    return n * Math.log(n / (everywhere * share));
  }

  private static double total(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
