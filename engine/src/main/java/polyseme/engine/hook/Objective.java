// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

/// A number that a forward pass ends in, and that a gradient is taken of.
public sealed interface Objective {

  /// The logit of a token.
  ///
  /// @param row text of the batch, from 0
  /// @param position the position that predicts, from 0
  /// @param token the token
  record Logit(int row, int position, int token) implements Objective {}

  /// By how much one logit exceeds another.
  ///
  /// @param row text of the batch, from 0
  /// @param position the position that predicts, from 0
  /// @param token the token
  /// @param minus the token whose logit is subtracted
  record LogitDifference(int row, int position, int token, int minus) implements Objective {}

  /// The mean cross entropy of the next token, natural logarithm, over all positions of all texts
  /// that have a next token.
  record Loss() implements Objective {}
}
