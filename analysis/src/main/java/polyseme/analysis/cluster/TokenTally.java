// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.cluster;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Which tokens the neurons of a cluster peak at.
final class TokenTally {

  private static final int ENOUGH_NEURONS = 2;

  private final Map<String, Double> weights = new HashMap<>();
  private final Map<String, Integer> neurons = new HashMap<>();
  private double total;
  private int size;

  private record Scored(TypicalToken token, int neurons, double weight, double score) {}

  /// Adds a neuron.
  ///
  /// @param peaks how many of its highest places each token stands at
  void add(Map<String, Integer> peaks) {
    size++;
    peaks.forEach((token, count) -> {
      weights.merge(token, Math.sqrt(count), Double::sum);
      neurons.merge(token, 1, Integer::sum);
      total += Math.sqrt(count);
    });
  }

  static TokenTally sum(List<TokenTally> parts) {
    var sum = new TokenTally();
    for (var part : parts) {
      part.weights.forEach((token, weight) -> sum.weights.merge(token, weight, Double::sum));
      part.neurons.forEach((token, count) -> sum.neurons.merge(token, count, Integer::sum));
      sum.total += part.total;
      sum.size += part.size;
    }
    return sum;
  }

  /// The most typical tokens, the most typical first.
  List<TypicalToken> typical(TokenTally all, int most) {
    var scored = weights.keySet().stream().map(token -> scored(token, all)).toList();
    var typical = ranked(scored, one -> one.score > 0 && one.neurons >= ENOUGH_NEURONS, most);
    typical = typical.isEmpty() ? ranked(scored, one -> one.score > 0, most) : typical;
    return typical.isEmpty() ? ranked(scored, _ -> true, most) : typical;
  }

  private Scored scored(String token, TokenTally all) {
    double weight = weights.getOrDefault(token, 0.0);
    var lift = weight / total / (all.weights.getOrDefault(token, weight) / all.total);
    int count = neurons.getOrDefault(token, 0);
    // rounding must not make a token typical that all clusters have alike
    var gain = lift > 1 + 1e-9 ? Math.log(lift) : 0;
    return new Scored(
        new TypicalToken(token, (double) count / size, lift),
        count,
        weight,
        weight * gain * ShownToken.readability(token));
  }

  private static List<TypicalToken> ranked(
      List<Scored> scored, Predicate<Scored> wanted, int most) {
    return scored.stream()
        .filter(wanted)
        .sorted(
            Comparator.comparingDouble(Scored::score)
                .thenComparingDouble(Scored::weight)
                .reversed()
                .thenComparing(one -> one.token.shown()))
        .limit(most)
        .map(Scored::token)
        .toList();
  }
}
