// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.ArrayList;
import polyseme.analysis.gather.LogBins;

/// Makes a histogram to look at from the fine bins of a neuron.
///
/// Fine bins are joined until none is narrower than a sixtieth of the neuron's range. No fine bin
/// is divided, so every count is exact; far from 0, where a fine bin may be wider than that, bins
/// differ in width.
final class JoinedBins {

  private static final int BINS = 60;

  private JoinedBins() {}

  /// The bins as they are, those between the extremes; the outer edges are the extremes.
  static Histogram unjoined(int[] bins, float min, float max) {
    var edges = new ArrayList<Double>();
    var counts = new ArrayList<Long>();
    for (var bin = LogBins.of(min); bin <= LogBins.of(max); bin++) {
      edges.add(Math.max((double) min, LogBins.lowerEdge(bin)));
      counts.add((long) bins[bin]);
    }
    edges.add((double) Math.nextUp(max));
    return new Histogram(edges, counts);
  }

  static Histogram of(int[] bins, float min, float max) {
    var edges = new ArrayList<Double>();
    var counts = new ArrayList<Long>();
    double end = Math.nextUp(max);
    var width = (end - min) / BINS;
    double begin = min;
    var count = 0L;
    for (var bin = LogBins.of(min); bin <= LogBins.of(max); bin++) {
      count += bins[bin];
      var upper = Math.min(end, LogBins.lowerEdge(bin + 1));
      if (upper - begin >= width || upper == end) {
        edges.add(begin);
        counts.add(count);
        begin = upper;
        count = 0;
      }
    }
    edges.add(end);
    return new Histogram(edges, counts);
  }
}
