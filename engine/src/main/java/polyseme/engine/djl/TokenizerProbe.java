// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The program of the process that tries a tokenizer out: loads it in native code and splits texts
/// that are hard to split. If native code ends the process, only this one ends.
final class TokenizerProbe {

  private static final int LONG = 20_000;
  private static final int LAST_COMMON_LETTER = 0x3100;

  private TokenizerProbe() {}

  /// Ends normally if all went well, with an exception or worse if not.
  ///
  /// @param arguments a file with one tokenizer a line, as native code is given it
  /// @throws IOException if the file cannot be read
  public static void main(String[] arguments) throws IOException {
    NativeEngine.stayOffline();
    LibUtils.checkStatus();
    for (var json : Files.readAllLines(Path.of(arguments[0]))) {
      tryOut(json);
    }
  }

  private static void tryOut(String json) {
    var tokenizer = TokenizersLibrary.LIB.createTokenizerFromString(json);
    for (var text : texts()) {
      var encoding = TokenizersLibrary.LIB.encode(tokenizer, text, false);
      if (TokenizersLibrary.LIB.getTokenCharSpans(encoding).length
          != TokenizersLibrary.LIB.getTokenIds(encoding).length) {
        throw new IllegalStateException("tokens without a place in the text");
      }
      TokenizersLibrary.LIB.deleteEncoding(encoding);
    }
    TokenizersLibrary.LIB.deleteTokenizer(tokenizer);
  }

  private static List<String> texts() {
    var letters = new StringBuilder();
    for (var letter = 0; letter < LAST_COMMON_LETTER; letter++) {
      letters.appendCodePoint(letter);
    }
    return List.of(
        "a",
        " ",
        "\n",
        "Plain words, and a few more of them.",
        "   leading, trailing,    runs and\ttabs\t\t\r\n\r\n  ",
        "e\u0301 na\u00efve \u6771\u4eac \u0645\u0631\u062d\u0628\u0627 \uac01 \u1100\u1161\u11a8",
        "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 \ud83e\udd50 \ud835\udcb3 \uffff \ufeff",
        "<|endoftext|> <s></s><unk> <bos> [CLS] <|im_start|> <0x0A> \u2581\u2581 ##a",
        "0123456789 3.14159 def f(x):\n    return {\"a\": x[0]}  # <b>&amp;</b>\n",
        letters.toString(),
        letters.reverse().toString(),
        "a".repeat(LONG),
        " ".repeat(LONG),
        "\n".repeat(LONG),
        "a!".repeat(LONG),
        "a b\u0301 ".repeat(LONG / 4),
        "0".repeat(LONG) + "x");
  }
}
