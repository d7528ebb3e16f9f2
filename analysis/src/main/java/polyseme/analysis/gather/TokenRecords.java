// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

/// Where the numbers of one neuron stand in its record of a table by token: sums of all rows, then
/// masses, then maxima, then how many activations were cut.
record TokenRecords(TokenSide side, int neurons, int rows) {

  NeuronStrips strips() {
    return new NeuronStrips(side.letters(), neurons, 20L * rows + 4);
  }

  int bytes() {
    return 20 * rows + 4;
  }

  int sum(int row) {
    return 8 * row;
  }

  int mass(int row) {
    return 8 * (rows + row);
  }

  int greatest(int row) {
    return 16 * rows + 4 * row;
  }

  int cuts() {
    return 20 * rows;
  }
}
