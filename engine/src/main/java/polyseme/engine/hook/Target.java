// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

/// Which part of a hook point's activations an intervention changes: the numbers whose place is
/// among the chosen ones on every axis.
///
/// @param hook the hook point
/// @param rows texts of the batch
/// @param positions token positions; in attention scores and patterns those of the query
/// @param heads heads, [Places#ALL] where the hook point has none
/// @param indices coordinates of the last axis; in attention scores and patterns key positions
public record Target(HookPoint hook, Places rows, Places positions, Places heads, Places indices) {

  /// Stands for every head, coordinate or position.
  public static final int ALL = -1;

  /// One place or all of an axis each, in every row.
  ///
  /// @param hook the hook point
  /// @param head one head, or [#ALL]
  /// @param index one coordinate of the last axis, or [#ALL]
  /// @param position one token position, or [#ALL]
  public Target(HookPoint hook, int head, int index, int position) {
    this(hook, Places.ALL, places(position), places(head), places(index));
  }

  private static Places places(int one) {
    return one == ALL ? Places.ALL : Places.of(one);
  }

  /// One unit at every position.
  ///
  /// @param unit the unit
  /// @return its target
  public static Target of(UnitAddress unit) {
    return new Target(unit.hook(), unit.head(), unit.index(), ALL);
  }

  /// A whole hook point.
  ///
  /// @param hook the hook point
  /// @return all of its numbers
  public static Target all(HookPoint hook) {
    return new Target(hook, ALL, ALL, ALL);
  }

  /// The same in some texts of the batch only.
  ///
  /// @param some which
  /// @return a new value
  public Target inRows(Places some) {
    return new Target(hook, some, positions, heads, indices);
  }

  /// The same at some positions only.
  ///
  /// @param some which
  /// @return a new value
  public Target at(Places some) {
    return new Target(hook, rows, some, heads, indices);
  }

  /// The same of some heads only.
  ///
  /// @param some which
  /// @return a new value
  public Target ofHeads(Places some) {
    return new Target(hook, rows, positions, some, indices);
  }

  /// The same of some coordinates only.
  ///
  /// @param some which
  /// @return a new value
  public Target ofIndices(Places some) {
    return new Target(hook, rows, positions, heads, some);
  }
}
