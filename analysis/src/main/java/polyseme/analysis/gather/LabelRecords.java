// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

/// Where the numbers of one neuron stand in its record of the tables by label: for each value of
/// each key sum, mass and histogram, then how many activations were cut.
record LabelRecords(int neurons, int values) {

  static final int VALUE_BYTES = 16 + 4 * RestBins.COUNT;

  NeuronStrips strips() {
    return new NeuronStrips("la", neurons, (long) VALUE_BYTES * values + 4);
  }

  int bytes() {
    return VALUE_BYTES * values + 4;
  }

  int value(int value) {
    return VALUE_BYTES * value;
  }

  int cuts() {
    return VALUE_BYTES * values;
  }
}
