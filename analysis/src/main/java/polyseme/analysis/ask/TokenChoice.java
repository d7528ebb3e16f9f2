// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import polyseme.engine.task.RequestException;
import polyseme.engine.text.Token;
import polyseme.engine.text.TokenizedText;

/// Picks tokens of a text by number or by what they spell.
public final class TokenChoice {

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}");
  private static final int NAMED = 12;

  private TokenChoice() {}

  /// All tokens but those that are no part of the text.
  ///
  /// @param text a text
  /// @return their numbers, ascending; a text of nothing but special tokens has all of them
  public static List<Integer> all(TokenizedText text) {
    var tokens = text.tokens();
    var own = IntStream.range(0, tokens.size()).filter(i -> !tokens.get(i).special());
    var chosen = own.boxed().toList();
    return chosen.isEmpty() ? IntStream.range(0, tokens.size()).boxed().toList() : chosen;
  }

  /// Some tokens. A whole number is a place, from 0 with a beginning-of-text token counted, from −1
  /// backwards; anything else is what a token spells, with or without its leading space, and means
  /// every such token.
  ///
  /// @param text a text
  /// @param wanted numbers and words
  /// @return the tokens' numbers, ascending, each once
  /// @throws RequestException if the text has no such token
  public static List<Integer> of(TokenizedText text, List<String> wanted) throws RequestException {
    var chosen = new TreeSet<Integer>();
    for (var one : wanted) {
      if (NUMBER.matcher(one.strip()).matches()) {
        chosen.add(place(text, Integer.parseInt(one.strip())));
      } else {
        chosen.addAll(spelled(text, one));
      }
    }
    return List.copyOf(chosen);
  }

  private static int place(TokenizedText text, int number) throws RequestException {
    var size = text.tokens().size();
    var place = number < 0 ? size + number : number;
    if (place < 0 || place >= size) {
      throw new RequestException(
          "The text has no token %d.".formatted(number),
          "Its tokens are 0 to %d.".formatted(size - 1));
    }
    return place;
  }

  private static List<Integer> spelled(TokenizedText text, String word) throws RequestException {
    var tokens = text.tokens();
    var exact =
        IntStream.range(0, tokens.size())
            .filter(i -> !word.isEmpty() && tokens.get(i).text().equals(word))
            .boxed()
            .toList();
    if (!exact.isEmpty()) {
      return exact;
    }
    var loose =
        IntStream.range(0, tokens.size())
            .filter(i -> tokens.get(i).text().strip().equals(word.strip()))
            .boxed()
            .toList();
    if (loose.isEmpty() || word.isBlank()) {
      throw new RequestException(
          "No token of the text is “%s”.".formatted(word),
          "Its tokens are %s.".formatted(listed(tokens)));
    }
    return loose;
  }

  private static String listed(List<Token> tokens) {
    var first =
        tokens.stream()
            .limit(NAMED)
            .map(t -> "“" + t.text() + "”")
            .collect(Collectors.joining(" "));
    return tokens.size() > NAMED ? first + " and so on" : first;
  }
}
