// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

/// Which part of a hook point's activations an intervention changes.
///
/// @param hook the hook point
/// @param head one head, or [#ALL]
/// @param index one coordinate of the last axis, or [#ALL]
/// @param position one token position, or [#ALL]
public record Target(HookPoint hook, int head, int index, int position) {

  /// Stands for every head, coordinate or position.
  public static final int ALL = -1;

  /// Refuses numbers that are neither a place nor [#ALL].
  public Target {
    if (head < ALL || index < ALL || position < ALL) {
      throw new IllegalArgumentException(
          "head %d, index %d, position %d".formatted(head, index, position));
    }
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
}
