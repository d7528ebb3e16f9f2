// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.StoreException;
import polyseme.engine.tensor.FloatMatrix;

/// What one pass over a corpus said of all neurons; read from its folder. Safe to read from several
/// threads.
public interface Scan extends AutoCloseable {

  /// What it was made of and how.
  ///
  /// @return the provenance
  ScanProvenance provenance();

  /// The neurons scanned.
  ///
  /// @return all neurons of the model
  NeuronIndex neurons();

  /// Statistics of one neuron, quick enough to be asked for all.
  ///
  /// @param row row in [#neurons()]
  /// @return its statistics
  NeuronStats stats(int row);

  /// All that is known of one neuron.
  ///
  /// @param id a neuron of [#neurons()]
  /// @return its profile
  /// @throws StoreException if the stored scan is damaged
  NeuronProfile profile(NeuronId id) throws StoreException;

  /// Activations of all neurons at positions shared by all of them.
  ///
  /// @return `[neuron, position]`, rows as in [#neurons()]
  /// @throws StoreException if the stored scan is damaged
  FloatMatrix activationProfiles() throws StoreException;

  @Override
  void close();
}
