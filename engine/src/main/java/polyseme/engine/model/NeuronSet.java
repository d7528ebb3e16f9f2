// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

import java.util.BitSet;
import java.util.stream.IntStream;

/// An immutable set of neurons over a [NeuronIndex]; a bit a neuron, so that half a million are
/// cheap.
public final class NeuronSet {

  private final NeuronIndex index;
  private final BitSet rows;

  private NeuronSet(NeuronIndex index, BitSet rows) {
    this.index = index;
    this.rows = rows;
  }

  /// No neuron.
  ///
  /// @param index the neurons there are
  /// @return the empty set
  public static NeuronSet none(NeuronIndex index) {
    return new NeuronSet(index, new BitSet());
  }

  /// Neurons by row.
  ///
  /// @param index the neurons there are
  /// @param rows rows of `index`, in any order
  /// @return the set of these rows
  public static NeuronSet ofRows(NeuronIndex index, IntStream rows) {
    var bits = new BitSet(index.size());
    rows.forEach(row -> bits.set(index.row(index.id(row))));
    return new NeuronSet(index, bits);
  }

  /// The neurons there are.
  ///
  /// @return the index this set is over
  public NeuronIndex index() {
    return index;
  }

  /// Whether a row is in the set.
  ///
  /// @param row a row of the index
  /// @return true if it is
  public boolean containsRow(int row) {
    return rows.get(row);
  }

  /// Rows in the set, ascending.
  ///
  /// @return the rows
  public IntStream rows() {
    return rows.stream();
  }

  /// Number of neurons in the set.
  ///
  /// @return the size
  public int size() {
    return rows.cardinality();
  }

  /// Whether no neuron is in the set.
  ///
  /// @return true if empty
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /// This set and another one.
  ///
  /// @param other a set over the same index
  /// @return the union
  public NeuronSet plus(NeuronSet other) {
    var bits = (BitSet) rows.clone();
    bits.or(other.rows);
    return new NeuronSet(index, bits);
  }

  /// This set without another one.
  ///
  /// @param other a set over the same index
  /// @return the difference
  public NeuronSet minus(NeuronSet other) {
    var bits = (BitSet) rows.clone();
    bits.andNot(other.rows);
    return new NeuronSet(index, bits);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NeuronSet set && index.equals(set.index) && rows.equals(set.rows);
  }

  @Override
  public int hashCode() {
    return rows.hashCode();
  }

  @Override
  public String toString() {
    return size() + " of " + index.size() + " neurons";
  }
}
