// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.util.List;
import polyseme.engine.model.NeuronId;

/// How differently a neuron reads on two corpora.
///
/// @param neuron the neuron
/// @param mean of the second corpus minus that of the first, in standard deviations (the root of
///   the mean of both variances); NaN if it never varies
/// @param ks Kolmogorov–Smirnov distance of its activations, 0 to 1
/// @param ksError how far that may be off, since only bins are known
/// @param between Jensen–Shannon divergence, in bits, between the tokens where it peaks on one
///   corpus and on the other; the mean over halves of the examples. NaN if there are too few
/// @param within the same between halves of the examples of one corpus, the mean of both corpora:
///   what chance alone makes of so few examples
/// @param first tokens where it peaks on the first corpus, the most frequent first
/// @param second the same on the second corpus
public record Shift(
    NeuronId neuron,
    double mean,
    double ks,
    double ksError,
    double between,
    double within,
    List<String> first,
    List<String> second) {

  /// Keeps the lists unchangeable.
  public Shift {
    first = List.copyOf(first);
    second = List.copyOf(second);
  }

  /// How much further the peaks lie apart than chance alone puts them.
  ///
  /// @return −1 to 1; 0 where nothing differs
  public double reading() {
    return between - within;
  }
}
