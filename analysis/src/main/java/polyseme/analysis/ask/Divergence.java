// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import polyseme.analysis.scan.Histogram;

/// How far two distributions lie apart.
final class Divergence {

  private Divergence() {}

  /// A distance between distributions of which only bins are known.
  ///
  /// @param value the distance with tokens spread evenly over their bins
  /// @param error how far the true one may be off
  record Distance(double value, double error) {}

  /// Jensen–Shannon divergence of two samples of words, in bits: 0 if they have the same words
  /// equally often, 1 if they share none. NaN if one is empty.
  static double jensenShannon(List<String> a, List<String> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return Double.NaN;
    }
    var countsA = counts(a);
    var countsB = counts(b);
    var words = new HashSet<>(countsA.keySet());
    words.addAll(countsB.keySet());
    var sum = 0.0;
    for (var word : words) {
      var p = countsA.getOrDefault(word, 0) / (double) a.size();
      var q = countsB.getOrDefault(word, 0) / (double) b.size();
      sum += part(p, (p + q) / 2) + part(q, (p + q) / 2);
    }
    return Math.clamp(sum / 2, 0, 1);
  }

  private static double part(double p, double middle) {
    return p == 0 ? 0 : p * Math.log(p / middle) / Math.log(2);
  }

  private static Map<String, Integer> counts(List<String> words) {
    var counts = new HashMap<String, Integer>();
    words.forEach(word -> counts.merge(word, 1, Integer::sum));
    return counts;
  }

  /// Kolmogorov–Smirnov distance: the greatest difference between the shares below a value. Between
  /// two edges both shares only grow, which bounds what happens inside bins.
  static Distance kolmogorovSmirnov(Histogram a, Histogram b) {
    if (a.total() == 0 || b.total() == 0) {
      return new Distance(Double.NaN, Double.NaN);
    }
    var edges = new TreeSet<>(a.edges());
    edges.addAll(b.edges());
    var value = 0.0;
    var least = 0.0;
    var most = 0.0;
    var before = new ArrayList<>(List.of(0.0, 0.0));
    for (var edge : edges) {
      var inA = Percentile.of(a, edge);
      var inB = Percentile.of(b, edge);
      var difference = Math.abs(inA.share() - inB.share());
      value = Math.max(value, difference);
      least = Math.max(least, difference - inA.error() - inB.error());
      var highA = Math.min(1, inA.share() + inA.error());
      var highB = Math.min(1, inB.share() + inB.error());
      most = Math.max(most, Math.max(highA - before.getFirst(), highB - before.getLast()));
      before.set(0, Math.max(0, inB.share() - inB.error()));
      before.set(1, Math.max(0, inA.share() - inA.error()));
    }
    var bound = Math.clamp(most, value, 1);
    return new Distance(value, Math.max(bound - value, value - least));
  }
}
