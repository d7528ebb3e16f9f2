// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.List;

/// How often a neuron's activation fell into each bin. Every count is exact.
///
/// Bins are joined from the log-spaced bins of the scan (four an octave, both sides of 0) until
/// none is narrower than a sixtieth of the neuron's range. Far from 0 a log-spaced bin may be wider
/// than that; it is never divided, so bins differ in width: draw [#density(int)].
///
/// @param edges bin edges, ascending; one more than there are counts
/// @param counts tokens in each bin, `edges[i] ≤ activation < edges[i + 1]`
public record Histogram(List<Double> edges, List<Long> counts) {

  /// Refuses edges that do not fit the counts.
  public Histogram {
    if (edges.size() != counts.size() + 1) {
      throw new IllegalArgumentException(
          "%d edges for %d bins".formatted(edges.size(), counts.size()));
    }
    edges = List.copyOf(edges);
    counts = List.copyOf(counts);
  }

  /// How dense a bin is, to be drawn as its height: bins may differ in width.
  ///
  /// @param bin from 0
  /// @return share of all tokens in the bin for each unit of activation
  public double density(int bin) {
    var total = counts.stream().mapToLong(Long::longValue).sum();
    return counts.get(bin) / (total * (edges.get(bin + 1) - edges.get(bin)));
  }
}
