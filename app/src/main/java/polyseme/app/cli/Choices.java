// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.List;

/// What may be typed, in a sentence.
final class Choices {

  private Choices() {}

  /// Lists what there is to choose from.
  ///
  /// @param names at least one
  /// @return “a”, “a or b”, “a, b or c”
  static String of(List<String> names) {
    var last = names.size() - 1;
    return last == 0
        ? names.getLast()
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }
}
