// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

/// What dragging over a map does when no key is held.
public enum SelectTool {
  /// Moves the map.
  PAN,
  /// Catches the points in a rectangle.
  BOX,
  /// Catches the points in a loop drawn by hand.
  LASSO
}
