// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.util.List;
import java.util.stream.Collectors;
import polyseme.engine.task.RequestException;
import polyseme.engine.text.Token;
import polyseme.engine.text.Tokenizer;

/// Finds the token that a text is.
public final class OneToken {

  private static final int NAMED = 12;

  private OneToken() {}

  /// Looks a token up by its text.
  ///
  /// @param tokenizer the model's
  /// @param text what the token spells; a leading space counts
  /// @return the token
  /// @throws RequestException if the text is not one token, with those that it splits into
  public static Token of(Tokenizer tokenizer, String text) throws RequestException {
    var tokens =
        tokenizer.tokenize(text).tokens().stream().filter(token -> !token.special()).toList();
    if (tokens.size() != 1) {
      throw new RequestException(
          tokens.isEmpty()
              ? "“%s” is no token.".formatted(text)
              : "“%s” is not one token but %d: %s.".formatted(text, tokens.size(), named(tokens)),
          text.isEmpty() || text.startsWith(" ")
              ? "Ask for one of its tokens."
              : "Ask for one of them, or for the word with a space in front: “ %s”."
                  .formatted(text));
    }
    return tokens.getFirst();
  }

  private static String named(List<Token> tokens) {
    var first =
        tokens.stream()
            .limit(NAMED)
            .map(token -> "“" + token.text() + "”")
            .collect(Collectors.joining(" "));
    return tokens.size() > NAMED ? first + " and so on" : first;
  }
}
