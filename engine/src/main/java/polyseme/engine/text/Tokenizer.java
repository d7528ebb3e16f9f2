// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.text;

import java.util.List;

/// Splits texts into the tokens of one model. Safe to call from several threads.
public interface Tokenizer {

  /// Splits a text. Nothing is cut off or filled up; special tokens written in the text are text.
  ///
  /// @param text any text
  /// @return the beginning-of-text token, if the model has one, and the text's tokens
  TokenizedText tokenize(String text);

  /// The token that begins every text.
  ///
  /// @return its number, −1 if the model has none
  int bosId();

  /// Puts known token numbers back into words, as if a text had been split into them.
  ///
  /// @param ids token numbers of the vocabulary
  /// @return the tokens with the text they spell
  TokenizedText detokenize(List<Integer> ids);

  /// Numbers run from 0 to one less than this.
  ///
  /// @return the size of the vocabulary
  int vocabularySize();
}
