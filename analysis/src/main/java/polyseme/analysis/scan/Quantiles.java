// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import polyseme.analysis.gather.LogBins;

/// Quantiles from an exact histogram in logarithmic bins.
///
/// The quantile of probability p is the activation of rank ⌈p · n⌉ (rank 1 for 0) in ascending
/// order, the inverse of the empirical distribution.
final class Quantiles {

  private Quantiles() {}

  /// @param bins tokens in each of [LogBins]
  /// @param min least activation
  /// @param max greatest activation
  static Quantile of(int[] bins, float min, float max, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability " + probability);
    }
    var total = 0L;
    for (var count : bins) {
      total += count;
    }
    var rank = Math.max(1, (long) Math.ceil(probability * total));
    var below = 0L;
    var bin = 0;
    while (bin < LogBins.COUNT - 1 && below + bins[bin] < rank) {
      below += bins[bin++];
    }
    var from = Math.clamp(LogBins.lowerEdge(bin), min, max);
    var to = Math.clamp(Math.nextDown(LogBins.lowerEdge(bin + 1)), min, max);
    var share = bins[bin] == 0 ? 0 : (rank - below - 0.5) / bins[bin];
    var value = rank == 1 ? min : rank == total ? max : (float) (from + share * (to - from));
    var exact = rank == 1 || rank == total;
    return new Quantile(
        probability, Math.clamp(value, from, to), exact ? value : from, exact ? value : to);
  }
}
