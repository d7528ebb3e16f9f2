// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

  /// The text cut into its tokens: what each one has of the text's UTF-8 bytes. Put together they
  /// are the text, byte for byte, whatever the tokenizer did to it.
  ///
  /// Where the tokenizer kept the text, these are [Token#bytes]. A space that it put in front of
  /// the text, a beginning-of-text token and everything else that is not in the text has no bytes.
  /// Where it changed a character (composed an accent, lowered a letter), the token has the
  /// character as it was written; several tokens that share a changed character divide its bytes by
  /// their own lengths, the last one takes what is left.
  ///
  /// @return one string a token, one `char` (0–255) a byte
  public List<String> toStrTokens() {
    var shares = new ArrayList<String>(tokens.size());
    for (var first = 0; first < tokens.size(); ) {
      var last = first;
      var end = tokens.get(first).end();
      while (last + 1 < tokens.size() && tokens.get(last + 1).start() < end) {
        last++;
        end = Math.max(end, tokens.get(last).end());
      }
      divide(tokens.subList(first, last + 1), end, shares);
      first = last + 1;
    }
    return List.copyOf(shares);
  }

  /// Divides the bytes of tokens that share characters.
  private void divide(List<Token> sharing, int end, List<String> shares) {
    var bytes = utf8(text.substring(sharing.getFirst().start(), end));
    var spelled = sharing.stream().mapToInt(token -> token.bytes().length()).sum();
    var at = spelled == bytes.length() + 1 && sharing.getFirst().bytes().startsWith(" ") ? -1 : 0;
    for (var i = 0; i < sharing.size(); i++) {
      var from = Math.max(at, 0);
      at += sharing.get(i).bytes().length();
      var to = i == sharing.size() - 1 ? bytes.length() : Math.clamp(at, from, bytes.length());
      shares.add(bytes.substring(Math.min(from, to), to));
    }
  }

  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
