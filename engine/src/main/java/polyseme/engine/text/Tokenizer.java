// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.text;

import java.util.List;
import polyseme.engine.task.RequestException;

/// Splits texts into the tokens of one model. Safe to call from several threads.
///
/// A text may be empty or of any length; what is longer than a model's context is for the model to
/// refuse. Half characters (lone surrogates) become U+FFFD first; the text given back has them so.
/// Every token's span is where it stands in that text, in `char` units. Spans are in order and
/// cover the text; tokens that share a character share its span. Where a tokenizer changes the text
/// (accents composed, letters lowered, a space put in front) the spans still mean the text as it
/// was given.
public interface Tokenizer {

  /// Splits a text. Nothing is cut off or filled up; special tokens written in the text are text.
  ///
  /// @param text any text
  /// @return the beginning-of-text token, if texts begin with one, and the text's tokens
  /// @throws RequestException if the tokenizer was closed with its model
  default TokenizedText tokenize(String text) throws RequestException {
    return tokenize(text, SpecialTokens.AS_TEXT);
  }

  /// Splits a text. Nothing is cut off or filled up.
  ///
  /// @param text any text
  /// @param specialTokens what becomes of the names of special tokens in the text
  /// @return the beginning-of-text token, if texts begin with one, and the text's tokens; a name
  ///   written at the beginning of the text comes after it
  /// @throws RequestException if the tokenizer was closed with its model
  TokenizedText tokenize(String text, SpecialTokens specialTokens) throws RequestException;

  /// The token that begins every text, as the model was opened.
  ///
  /// @return its number, −1 if texts begin with nothing
  int bosId();

  /// Puts known token numbers back into words, as if a text had been split into them. A space that
  /// the tokenizer puts in front of texts is spelled.
  ///
  /// @param ids token numbers of the vocabulary
  /// @return the tokens with the text they spell
  TokenizedText detokenize(List<Integer> ids);

  /// Numbers run from 0 to one less than this.
  ///
  /// @return the size of the vocabulary
  int vocabularySize();
}
