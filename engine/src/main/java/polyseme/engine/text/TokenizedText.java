// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.text;

import java.util.List;

/// A text and its tokens, in order.
///
/// @param text the text
/// @param tokens its tokens; a beginning-of-text token, if any, comes first
public record TokenizedText(String text, List<Token> tokens) {

  /// Keeps the tokens unchangeable.
  public TokenizedText {
    tokens = List.copyOf(tokens);
  }

  /// Token numbers, in order.
  ///
  /// @return a new array
  public int[] ids() {
    return tokens.stream().mapToInt(Token::id).toArray();
  }
}
