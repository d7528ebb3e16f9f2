// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.List;
import java.util.stream.IntStream;

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

  /// How many tokens were counted.
  ///
  /// @return sum of the counts
  public long total() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /// How dense a bin is, to be drawn as its height: bins may differ in width. A bin without width,
  /// of a neuron that never varies, counts as one unit wide.
  ///
  /// @param bin from 0
  /// @return share of all tokens in the bin for each unit of activation; 0 if no token was counted
  public double density(int bin) {
    return densities().get(bin);
  }

  /// The density of every bin, see [#density(int)].
  ///
  /// @return one a bin
  public List<Double> densities() {
    var total = total();
    return IntStream.range(0, counts.size())
        .mapToObj(bin -> {
          var width = edges.get(bin + 1) - edges.get(bin);
          return total == 0 ? 0.0 : (double) counts.get(bin) / total / (width > 0 ? width : 1);
        })
        .toList();
  }
}
