// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.List;

/// How often a neuron's activation fell into each bin.
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
}
