// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import polyseme.engine.text.SpecialTokens;
import polyseme.engine.text.Token;
import polyseme.engine.text.TokenizedText;
import polyseme.engine.text.Tokenizer;

/// One token a byte, numbered `byte + 1`; token 0 begins every text if asked for.
final class ByteTokenizer implements Tokenizer {

  private final boolean begins;

  ByteTokenizer(boolean begins) {
    this.begins = begins;
  }

  @Override
  public TokenizedText tokenize(String text, SpecialTokens specialTokens) {
    var tokens = new ArrayList<Token>();
    if (begins) {
      tokens.add(new Token(0, "", 0, 0, true));
    }
    for (var b : text.getBytes(StandardCharsets.UTF_8)) {
      tokens.add(new Token((b & 0xFF) + 1, String.valueOf((char) (b & 0xFF)), 0, 0, false));
    }
    return new TokenizedText(text, tokens);
  }

  @Override
  public int bosId() {
    return begins ? 0 : -1;
  }

  @Override
  public TokenizedText detokenize(List<Integer> ids) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int vocabularySize() {
    return 257;
  }
}
