// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import polyseme.engine.text.SpecialTokens;
import polyseme.engine.text.Token;
import polyseme.engine.text.TokenizedText;
import polyseme.engine.text.Tokenizer;

/// Token 0 begins a text, token `b + 1` is the byte `b` of its UTF-8.
///
/// @param vocabularySize at least 257
record ByteTokenizer(int vocabularySize) implements Tokenizer {

  private static final int BYTES = 256;

  ByteTokenizer {
    if (vocabularySize <= BYTES) {
      throw new IllegalArgumentException(
          "%d tokens are fewer than bytes".formatted(vocabularySize));
    }
  }

  @Override
  public TokenizedText tokenize(String text, SpecialTokens specialTokens) {
    var tokens = new ArrayList<Token>();
    tokens.add(bos(0));
    for (var at = 0; at < text.length(); ) {
      var end = at + Character.charCount(text.codePointAt(at));
      for (var b : text.substring(at, end).getBytes(StandardCharsets.UTF_8)) {
        var value = b & 0xFF;
        tokens.add(new Token(value + 1, String.valueOf((char) value), at, end, false));
      }
      at = end;
    }
    return new TokenizedText(text, tokens);
  }

  @Override
  public int bosId() {
    return 0;
  }

  @Override
  public TokenizedText detokenize(List<Integer> ids) {
    var bytes = new byte[ids.size()];
    var count = 0;
    for (var id : ids) {
      if (id > 0) {
        bytes[count++] = (byte) ((id - 1) % BYTES);
      }
    }
    var text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    var tokens = new ArrayList<Token>();
    var at = 0;
    for (var id : ids) {
      tokens.add(
          id == 0
              ? bos(at)
              : new Token(id, String.valueOf((char) ((id - 1) % BYTES)), at, ++at, false));
    }
    return new TokenizedText(text, tokens);
  }

  private static Token bos(int at) {
    return new Token(0, "<|BOS|>", at, at, true);
  }
}
