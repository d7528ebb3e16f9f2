// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.fake;

import java.util.List;
import polyseme.engine.text.SpecialTokens;
import polyseme.engine.text.TokenizedText;
import polyseme.engine.text.Tokenizer;

/// A tokenizer that puts nothing in front of texts and splits none.
final class FakeTokenizer implements Tokenizer {

  @Override
  public TokenizedText tokenize(String text, SpecialTokens specialTokens) {
    throw new UnsupportedOperationException("no view asks for it");
  }

  @Override
  public int bosId() {
    return -1;
  }

  @Override
  public TokenizedText detokenize(List<Integer> ids) {
    throw new UnsupportedOperationException("no view asks for it");
  }

  @Override
  public int vocabularySize() {
    return 0;
  }
}
