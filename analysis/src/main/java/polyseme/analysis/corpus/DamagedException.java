// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.IOException;

/// A file cannot be read from here on: what follows is lost.
final class DamagedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  DamagedException(String what, String remedy) {
    super(what);
    this.remedy = remedy;
  }

  /// Compressed data that are not what they should be.
  ///
  /// @param name the file
  /// @param fault half a sentence
  static DamagedException packed(String name, String fault) {
    return new DamagedException(
        "%s cannot be unpacked: %s.".formatted(name, fault),
        "Fetch or compress the file again, or leave it out of the corpus.");
  }

  String what() {
    return String.valueOf(getMessage());
  }

  String remedy() {
    return remedy;
  }
}
