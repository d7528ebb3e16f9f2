// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.fake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import polyseme.engine.text.Token;
import polyseme.engine.text.TokenizedText;

/// Texts split much as a byte-pair tokenizer splits them.
public final class FakeTexts {

  private static final Pattern PIECE =
      Pattern.compile(" ?\\p{L}+| ?\\p{N}+|\\n| ?[^\\s\\p{L}\\p{N}]+|\\s");

  private static final List<String> TEXTS =
      List.of(
          "The contract was signed on 14 March 1987, two months after the hearing in April,",
          "for (var item : items) {\n\treturn foo(bar[i]);\n} // closes the loop",
          "Il a signé le contrat de la maison en hiver, puis il est parti dans le nord",
          "An antidisestablishmentarianism_of_very_long_identifiers_without_any_space = 42",
          "神経細胞は言葉を読む。The neurons read words; 言語模型 are made of them",
          "By four in the morning she had decided the rye was sulking, so she cheated");

  private FakeTexts() {}

  /// One of several texts.
  ///
  /// @param number any
  /// @return a text of about twenty tokens
  public static String text(int number) {
    return TEXTS.get(Math.floorMod(number, TEXTS.size()));
  }

  /// Splits a text.
  ///
  /// @param text any text
  /// @return words with the space before them, signs, line ends
  public static TokenizedText split(String text) {
    var tokens = new ArrayList<Token>();
    var matcher = PIECE.matcher(text);
    while (matcher.find()) {
      var bytes =
          new String(matcher.group().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      tokens.add(
          new Token(
              Math.floorMod(matcher.group().hashCode(), 50_000),
              bytes,
              matcher.start(),
              matcher.end(),
              false));
    }
    return new TokenizedText(text, tokens);
  }
}
