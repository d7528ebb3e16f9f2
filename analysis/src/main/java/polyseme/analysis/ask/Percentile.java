// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.util.Collections;
import polyseme.analysis.scan.Histogram;

/// Where a value stands in a neuron's distribution.
///
/// @param share share of the tokens counted that lie below the value, 0 to 1
/// @param error how far the share may be off; 0 where it is exact
public record Percentile(double share, double error) {

  private static final Percentile UNKNOWN = new Percentile(Double.NaN, Double.NaN);

  /// Looks a value up. The tokens of lower bins are counted exactly; those of the value's own bin
  /// are taken to be spread evenly over it, which is off by no more than the part of the bin that
  /// is on the other side.
  ///
  /// @param histogram a neuron's distribution
  /// @param value an activation
  /// @return its place; NaN if nothing was counted or the value is no number
  public static Percentile of(Histogram histogram, double value) {
    double total = histogram.total();
    var edges = histogram.edges();
    if (total == 0 || Double.isNaN(value)) {
      return UNKNOWN;
    }
    if (value <= edges.getFirst()) {
      return new Percentile(0, 0);
    }
    if (value >= edges.getLast()) {
      return new Percentile(1, 0);
    }
    var found = Collections.binarySearch(edges, value);
    var bin = found >= 0 ? found : -found - 2;
    var below = 0L;
    for (var lower = 0; lower < bin; lower++) {
      below += histogram.counts().get(lower);
    }
    var part = (value - edges.get(bin)) / (edges.get(bin + 1) - edges.get(bin));
    var inside = histogram.counts().get(bin) / total;
    return new Percentile(
        below / total + part * inside, part == 0 ? 0 : Math.max(part, 1 - part) * inside);
  }
}
