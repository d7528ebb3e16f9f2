// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

/// What becomes of the selection when points are caught.
public enum SelectGesture {
  /// They are the selection.
  REPLACE,
  /// They come to it.
  ADD,
  /// They leave it.
  SUBTRACT
}
