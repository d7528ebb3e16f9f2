// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.util.List;

/// How a neuron's activation depends on one label of the documents.
///
/// @param key the label
/// @param values its values, in the order of their numbers; only those met
/// @param cuts activations of labelled documents that were cut in the sums, see [Quanta]
public record LabelProfile(String key, List<Value> values, int cuts) {

  /// One value of the label.
  ///
  /// @param value the value
  /// @param count tokens of the documents that have it
  /// @param mean mean activation there
  /// @param auc chance that a token there has a higher activation than one of the documents with
  ///   another value of this label, ties counted half; NaN if there are none of the latter
  /// @param aucError the most by which `auc` may be off, since activations in one bin count as
  ///   ties: half the chance that both fall into the same bin (the one of the exact resting level,
  ///   whose ties are true, left out)
  /// @param share its share of the positive mass Σ(a − resting level)₊ of all labelled documents; 0
  ///   if that is 0
  public record Value(
      String value, long count, double mean, double auc, double aucError, double share) {}

  /// Keeps the values unchangeable.
  public LabelProfile {
    values = List.copyOf(values);
  }

  /// AUC of one class against another from their histograms.
  ///
  /// @param bins tokens of the class
  /// @param rest tokens of the other
  /// @return chance that the class is higher plus half that of a tie; NaN if one is empty
  static double auc(long[] bins, long[] rest) {
    var higher = 0.0;
    var total = 0.0;
    var below = 0.0;
    var totalRest = 0.0;
    for (var bin = 0; bin < bins.length; bin++) {
      higher += bins[bin] * (below + rest[bin] / 2.0);
      below += rest[bin];
      total += bins[bin];
      totalRest += rest[bin];
    }
    return higher / (total * totalRest);
  }

  /// The most by which [#auc] is off.
  static double aucError(long[] bins, long[] rest) {
    var tied = 0.0;
    var total = 0.0;
    var totalRest = 0.0;
    for (var bin = 0; bin < bins.length; bin++) {
      tied += bin == RestBins.AT_REST ? 0 : (double) bins[bin] * rest[bin];
      total += bins[bin];
      totalRest += rest[bin];
    }
    return tied / 2 / (total * totalRest);
  }
}
