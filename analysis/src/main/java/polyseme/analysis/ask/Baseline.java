// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import polyseme.analysis.scan.Histogram;
import polyseme.analysis.scan.NeuronStats;
import polyseme.analysis.scan.Scan;
import polyseme.engine.task.StoreException;

/// What a neuron usually does: what an activation is judged against.
public interface Baseline {

  /// Statistics of one neuron, quick enough to be asked for all.
  ///
  /// @param row row of the neuron
  /// @return its statistics
  NeuronStats stats(int row);

  /// The distribution of one neuron.
  ///
  /// @param row row of the neuron
  /// @return its histogram
  /// @throws StoreException if the stored scan is damaged
  Histogram histogram(int row) throws StoreException;

  /// What a scan saw.
  ///
  /// @param scan an open scan
  /// @return the baseline; it reads from the scan
  static Baseline of(Scan scan) {
    return new Baseline() {
      @Override
      public NeuronStats stats(int row) {
        return scan.stats(row);
      }

      @Override
      public Histogram histogram(int row) throws StoreException {
        return scan.fineHistogram(row);
      }
    };
  }
}
