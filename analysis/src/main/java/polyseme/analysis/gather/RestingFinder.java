// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import polyseme.engine.model.NeuronIndex;

/// Finds where neurons rest and how far they go, from what the pilot gathered.
///
/// The resting level is the middle of the bin that holds most tokens, 0 for the bin of 0, and its
/// finite edge for the two bins that have no end. Of bins that hold equally many the one nearest to
/// 0 is taken, of two equally near the positive.
///
/// The exponent is that of the greatest distance met from the resting level or from 0. A neuron
/// that hardly stirred in the pilot gets one 10 below the greatest of its layer, lest the first
/// time it fires be cut.
public final class RestingFinder {

  /// How far a neuron's exponent lies below its layer's greatest at most.
  public static final int REACH_BELOW = 10;

  private RestingFinder() {}

  /// Finds both for all neurons.
  ///
  /// @param core what the pilot gathered, one example kept at either end at least
  /// @param neurons the neurons of the hook
  /// @return levels and steps
  public static Resting find(ScanCore core, NeuronIndex neurons) {
    var levels = new float[neurons.size()];
    var exponents = new int[neurons.size()];
    for (var layer = 0; layer < neurons.nLayers(); layer++) {
      var first = layer * neurons.dMlp();
      var greatest = -100;
      for (var row = first; row < first + neurons.dMlp(); row++) {
        levels[row] = middle(mode(core, row));
        exponents[row] = Quanta.exponent(reach(core, row, levels[row]));
        greatest = Math.max(greatest, exponents[row]);
      }
      for (var row = first; row < first + neurons.dMlp(); row++) {
        exponents[row] = Math.max(exponents[row], Math.max(greatest - REACH_BELOW, -100));
      }
    }
    return new Resting(levels, new Quanta(exponents));
  }

  private static int mode(ScanCore core, int row) {
    var mode = LogBins.ZERO;
    for (var away = 1; away <= LogBins.ZERO; away++) {
      for (var bin : new int[] {LogBins.ZERO + away, LogBins.ZERO - away}) {
        mode = core.bin(row, bin) > core.bin(row, mode) ? bin : mode;
      }
    }
    return mode;
  }

  /// Where a neuron rests that is most often in a bin.
  static float middle(int bin) {
    if (bin < LogBins.ZERO) {
      return -middle(2 * LogBins.ZERO - bin);
    }
    var lower = LogBins.lowerEdge(bin);
    var upper = LogBins.lowerEdge(bin + 1);
    if (bin == LogBins.ZERO || upper == Float.POSITIVE_INFINITY) {
      return lower;
    }
    return (float) (((double) lower + upper) / 2);
  }

  /// Greatest distance from 0 or from the level. Nearly repeated documents are not among the
  /// examples but in the histogram, so the inner edges of its outermost bins count too.
  private static float reach(ScanCore core, int row, float level) {
    var reach = 0f;
    for (var table : new ExtremeTable[] {core.highest(), core.lowest()}) {
      for (var slot : table.ordered(row)) {
        reach = Math.max(reach, distance(table.value(slot), level));
      }
    }
    for (var bin = 0; bin < LogBins.COUNT; bin++) {
      if (core.bin(row, bin) > 0) {
        var inner = LogBins.lowerEdge(bin < LogBins.ZERO ? bin + 1 : bin);
        reach = Math.max(reach, distance(inner, level));
      }
    }
    return Math.min(reach, Float.MAX_VALUE);
  }

  private static float distance(float value, float level) {
    return Math.max(Math.abs(value), Math.abs(value - level));
  }
}
