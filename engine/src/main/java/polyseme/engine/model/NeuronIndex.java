// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

/// All neurons of a model in one row order: layer by layer, `row = layer · dMlp + index`.
///
/// @param nLayers number of blocks
/// @param dMlp neurons in each block
public record NeuronIndex(int nLayers, int dMlp) {

  /// Refuses sizes that no model has.
  public NeuronIndex {
    if (nLayers < 0 || dMlp < 0 || (long) nLayers * dMlp > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "no such neurons: %d layers of %d".formatted(nLayers, dMlp));
    }
  }

  /// Number of neurons.
  ///
  /// @return `nLayers · dMlp`
  public int size() {
    return nLayers * dMlp;
  }

  /// Row of a neuron.
  ///
  /// @param id a neuron of this model
  /// @return its row, from 0
  public int row(NeuronId id) {
    if (!contains(id)) {
      throw new IllegalArgumentException("%s is not among %s".formatted(id, this));
    }
    return id.layer() * dMlp + id.index();
  }

  /// Neuron of a row.
  ///
  /// @param row from 0 to `size() - 1`
  /// @return the neuron
  public NeuronId id(int row) {
    if (row < 0 || row >= size()) {
      throw new IllegalArgumentException("row %d of %d neurons".formatted(row, size()));
    }
    return new NeuronId(row / dMlp, row % dMlp);
  }

  /// Whether the model has this neuron.
  ///
  /// @param id any neuron
  /// @return true if `row(id)` is defined
  public boolean contains(NeuronId id) {
    return id.layer() < nLayers && id.index() < dMlp;
  }
}
