// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;

/// A program that the tokenizer library ends.
final class Aborting {

  /// Native code looks for a piece behind its end; the validator refuses such a file.
  static final String TOKENIZER =
      """
      {"version":"1.0","model":{"type":"BPE","continuing_subword_prefix":"##",\
      "vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]}}
      """;

  private Aborting() {}

  public static void main(String[] arguments) {
    NativeEngine.stayOffline();
    LibUtils.checkStatus();
    TokenizersLibrary.LIB.createTokenizerFromString(TOKENIZER);
  }
}
