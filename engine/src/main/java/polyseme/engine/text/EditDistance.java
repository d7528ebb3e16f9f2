// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.text;

/// How many letters have to be added, removed or replaced to make one word of another (Levenshtein
/// 1966).
public final class EditDistance {

  private EditDistance() {}

  /// Counts the changes.
  ///
  /// @param from a word
  /// @param to another
  /// @return 0 if they are the same
  public static int between(String from, String to) {
    var previous = new int[to.length() + 1];
    for (var j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (var i = 1; i <= from.length(); i++) {
      var row = new int[to.length() + 1];
      row[0] = i;
      for (var j = 1; j <= to.length(); j++) {
        var replace = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, 1 + Math.min(previous[j], row[j - 1]));
      }
      previous = row;
    }
    return previous[to.length()];
  }
}
