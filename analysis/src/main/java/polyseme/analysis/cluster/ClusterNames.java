// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import polyseme.analysis.scan.Scan;
import polyseme.engine.task.Progress;
import polyseme.engine.task.StoreException;
import polyseme.engine.text.Token;

/// What clusters are called, the same in the window, on pages and on the command line: the tokens
/// at which their neurons peak and other neurons do not.
public final class ClusterNames {

  /// How many of a neuron's highest examples speak for it.
  public static final int EXAMPLES = 10;

  private static final int TOKENS_IN_A_NAME = 3;
  private static final int TYPICAL_TOKENS = 6;
  private static final int REPORT_EVERY = 256;

  private ClusterNames() {}

  /// Names every cluster by its three most typical tokens.
  ///
  /// @param scan the scan
  /// @param clustering its groups
  /// @param progress told how far it is, in neurons
  /// @return a name for each cluster, by number, such as `which · who · where`; empty only where
  ///   the scan kept no examples of its neurons
  /// @throws StoreException if the scan is damaged
  public static List<String> of(Scan scan, Clustering clustering, Progress progress)
      throws StoreException {
    return typical(scan, clustering, progress).stream().map(ClusterNames::name).toList();
  }

  /// A cluster's name.
  ///
  /// @param tokens its typical tokens, the most typical first
  /// @return the first three, joined
  public static String name(List<TypicalToken> tokens) {
    return tokens.stream()
        .limit(TOKENS_IN_A_NAME)
        .map(TypicalToken::shown)
        .collect(Collectors.joining(" · "));
  }

  /// The typical tokens of every cluster. A neuron with a token at n of its ten highest places
  /// gives it the weight √n, so that one neuron that answers to nothing else does not name a large
  /// cluster. The score of a token is its weight in the cluster times the logarithm of its lift,
  /// lowered for what is hard to read: a single character counts 0.6, bytes of half a character
  /// 0.3. Tokens of at least two neurons come first; where nothing is typical the most frequent
  /// stand.
  ///
  /// @param scan the scan
  /// @param clustering its groups
  /// @param progress told how far it is, in neurons
  /// @return for each cluster up to six tokens, the most typical first
  /// @throws StoreException if the scan is damaged
  public static List<List<TypicalToken>> typical(
      Scan scan, Clustering clustering, Progress progress) throws StoreException {
    var clusters = new ArrayList<TokenTally>();
    for (var k = 0; k < clustering.k(); k++) {
      clusters.add(new TokenTally());
    }
    var size = scan.neurons().size();
    for (var row = 0; row < size; row++) {
      if (row % REPORT_EVERY == 0) {
        progress.checkCancelled();
        progress.report("Naming clusters", row, size, "neurons");
      }
      clusters.get(clustering.labels().get(row)).add(counts(scan.peakTokens(row, EXAMPLES)));
    }
    var all = TokenTally.sum(clusters);
    return clusters.stream().map(one -> one.typical(all, TYPICAL_TOKENS)).toList();
  }

  private static Map<String, Integer> counts(List<Token> peaks) {
    var counts = new HashMap<String, Integer>();
    peaks.forEach(token -> counts.merge(ShownToken.of(token), 1, Integer::sum));
    counts.remove("");
    return counts;
  }
}
