// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

/// One MLP neuron: a coordinate of the `dMlp` axis of one block, written `L1.50`.
///
/// @param layer block, from 0
/// @param index position on the `dMlp` axis, from 0
public record NeuronId(int layer, int index) implements Comparable<NeuronId> {

  /// Refuses negative coordinates.
  public NeuronId {
    if (layer < 0 || index < 0) {
      throw new IllegalArgumentException("no such neuron: L%d.%d".formatted(layer, index));
    }
  }

  @Override
  public int compareTo(NeuronId other) {
    return layer != other.layer
        ? Integer.compare(layer, other.layer)
        : Integer.compare(index, other.index);
  }

  @Override
  public String toString() {
    return "L" + layer + "." + index;
  }
}
