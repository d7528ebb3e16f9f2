// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

/// Which ends of a snippet fade, to say that the document goes on there.
public enum FadedEnds {
  /// Both ends.
  BOTH,
  /// The start only: the snippet ends the document.
  START,
  /// The end only: the snippet begins the document.
  END,
  /// Neither: the snippet is the document.
  NONE;

  boolean start() {
    return this == BOTH || this == START;
  }

  boolean end() {
    return this == BOTH || this == END;
  }
}
