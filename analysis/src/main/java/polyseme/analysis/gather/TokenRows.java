// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.util.Arrays;

/// Which tokens of the vocabulary have a row of their own in a table; the rest share one.
///
/// Rows: the tokens by ascending number, then one for all others, then one for "none" (where the
/// window begins, in a table of previous tokens).
public final class TokenRows {

  private final int[] tokens;
  private final int[] rows;

  /// Gives tokens a row.
  ///
  /// @param tokens their numbers, ascending
  public TokenRows(int[] tokens) {
    this.tokens = tokens.clone();
    for (var i = 0; i < tokens.length; i++) {
      if (tokens[i] < 0 || (i > 0 && tokens[i] <= tokens[i - 1])) {
        throw new IllegalArgumentException("token %d at %d".formatted(tokens[i], i));
      }
    }
    rows = new int[tokens.length == 0 ? 0 : tokens[tokens.length - 1] + 1];
    Arrays.fill(rows, others());
    for (var i = 0; i < tokens.length; i++) {
      rows[tokens[i]] = i;
    }
  }

  /// Tokens with a row of their own.
  ///
  /// @return how many
  public int size() {
    return tokens.length;
  }

  /// Token of a row.
  ///
  /// @param row from 0 to `size() − 1`
  /// @return its number in the vocabulary
  public int token(int row) {
    return tokens[row];
  }

  /// All rows.
  ///
  /// @return `size() + 2`
  int count() {
    return tokens.length + 2;
  }

  int others() {
    return tokens.length;
  }

  int none() {
    return tokens.length + 1;
  }

  /// Row of a token.
  ///
  /// @param token its number, or [Block#NO_TOKEN]
  int of(int token) {
    if (token == Block.NO_TOKEN) {
      return none();
    }
    return token < rows.length ? rows[token] : others();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenRows same && Arrays.equals(tokens, same.tokens);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(tokens);
  }

  @Override
  public String toString() {
    return tokens.length + " tokens";
  }
}
