// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import java.util.BitSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which places of an axis are meant: all of them, or some, counted from 0.
public final class Places {

  /// Every place, however long the axis is.
  public static final Places ALL = new Places(true, new BitSet());

  private final boolean all;
  private final BitSet chosen;

  private Places(boolean all, BitSet chosen) {
    this.all = all;
    this.chosen = chosen;
  }

  /// Some places.
  ///
  /// @param places at least one, from 0, in any order
  /// @return these
  public static Places of(int... places) {
    var chosen = new BitSet();
    for (var place : places) {
      if (place < 0) {
        throw new IllegalArgumentException("no such place: " + place);
      }
      chosen.set(place);
    }
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException("no place at all");
    }
    return new Places(false, chosen);
  }

  /// Places in a row.
  ///
  /// @param first from 0
  /// @param last not before the first, itself among them
  /// @return these
  public static Places range(int first, int last) {
    return of(IntStream.rangeClosed(first, last).toArray());
  }

  /// Whether every place is meant, however long the axis is.
  ///
  /// @return true for [#ALL]
  public boolean isAll() {
    return all;
  }

  /// Whether a place is meant.
  ///
  /// @param place from 0
  /// @return true if it is
  public boolean contains(int place) {
    return all || chosen.get(place);
  }

  /// The last place an axis must have.
  ///
  /// @return the greatest of the places, −1 for [#ALL]
  public int greatest() {
    return chosen.length() - 1;
  }

  /// The places of an axis.
  ///
  /// @param length how long the axis is
  /// @return those that are meant, ascending
  public IntStream on(int length) {
    return all ? IntStream.range(0, length) : chosen.stream();
  }

  /// How many places of an axis are meant.
  ///
  /// @param length how long the axis is
  /// @return the number
  public int count(int length) {
    return all ? length : chosen.cardinality();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Places places && all == places.all && chosen.equals(places.chosen);
  }

  @Override
  public int hashCode() {
    return chosen.hashCode();
  }

  /// The places as people write them: `3,5,6`, or `all`.
  @Override
  public String toString() {
    return all ? "all" : chosen.stream().mapToObj(String::valueOf).collect(Collectors.joining(","));
  }
}
