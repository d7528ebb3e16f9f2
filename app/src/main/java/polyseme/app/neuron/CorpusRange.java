// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import polyseme.analysis.heatmap.ColorRange;
import polyseme.analysis.scan.NeuronStats;

/// The one colour range of everything that is shown of a neuron.
final class CorpusRange {

  private CorpusRange() {}

  /// As far to both sides of 0 as the neuron's strongest activation in the corpus.
  ///
  /// @param stats its statistics
  /// @return the range; ±0 when it never fired
  static ColorRange of(NeuronStats stats) {
    var reach = Math.max(Math.abs(stats.min()), Math.abs(stats.max()));
    return Float.isFinite(reach) ? new ColorRange(-reach, reach) : new ColorRange(0, 0);
  }
}
