// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import polyseme.engine.task.EngineUnavailableException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.TokenizerException;
import polyseme.engine.text.Token;
import polyseme.engine.text.TokenizedText;
import polyseme.engine.text.Tokenizer;

/// A tokenizer in native memory, made from a file that was checked first.
///
/// Half characters (lone surrogates) become U+FFFD before anything else; the text given back has
/// them so. Special tokens written in a text are text.
final class DjlTokenizer implements Tokenizer, AutoCloseable {

  private final HuggingFaceTokenizer nativeTokenizer;
  private final Pieces pieces;
  private final int bosId;
  private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
  private boolean closed;

  private DjlTokenizer(HuggingFaceTokenizer nativeTokenizer, Pieces pieces, int bosId) {
    this.nativeTokenizer = nativeTokenizer;
    this.pieces = pieces;
    this.bosId = bosId;
  }

  /// Checks and loads a file.
  ///
  /// @param file `tokenizer.json`
  /// @param bosToken the token that begins every text, as the file spells it; empty for none
  /// @return the tokenizer; the caller closes it
  /// @throws PolysemeException if the file cannot be used or the native library is missing
  static DjlTokenizer open(Path file, String bosToken) throws PolysemeException {
    var checked = TokenizerFile.read(file);
    var pieces = new Pieces(checked);
    var bosId = bosToken.isEmpty() ? -1 : checked.pieces().getOrDefault(bosToken, -1);
    if (bosId < 0 && !bosToken.isEmpty()) {
      throw new TokenizerException(
          "%s does not know the token “%s”, which begins every text.".formatted(file, bosToken),
          "Copy the tokenizer.json that was published with the model.");
    }
    return new DjlTokenizer(load(file, checked.forNativeCode()), pieces, bosId);
  }

  private static HuggingFaceTokenizer load(Path file, String json) throws PolysemeException {
    NativeEngine.stayOffline();
    var options = Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");
    try {
      var bytes = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
      return HuggingFaceTokenizer.newInstance(bytes, options);
    } catch (IOException | IllegalArgumentException refused) {
      throw new TokenizerException(
          "%s is not understood: %s".formatted(file, refused.getMessage()),
          "Copy the tokenizer.json that was published with the model.");
    } catch (LinkageError | IllegalStateException missing) {
      throw new EngineUnavailableException(
          "The tokenizer library does not start on this machine: " + missing.getMessage(),
          "Polyseme runs on Linux (x86_64, aarch64), macOS (aarch64) and Windows (x86_64).");
    }
  }

  @Override
  public TokenizedText tokenize(String text) {
    var whole = LoneSurrogates.replaced(text);
    var tokens = new ArrayList<Token>();
    if (bosId >= 0) {
      tokens.add(pieces.special(bosId, 0));
    }
    if (!whole.isEmpty()) {
      append(whole, tokens);
    }
    return new TokenizedText(whole, tokens);
  }

  private void append(String text, List<Token> tokens) {
    lifetime.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the tokenizer is closed");
      }
      var encoding = TokenizersLibrary.LIB.encode(nativeTokenizer.getHandle(), text, false);
      try {
        var ids = TokenizersLibrary.LIB.getTokenIds(encoding);
        if (!pieces.appendByBytes(text, ids, tokens)) {
          appendBySpans(text, ids, TokenizersLibrary.LIB.getTokenCharSpans(encoding), tokens);
        }
      } finally {
        TokenizersLibrary.LIB.deleteEncoding(encoding);
      }
    } finally {
      lifetime.readLock().unlock();
    }
  }

  // Native spans count code points.
  private void appendBySpans(String text, long[] ids, CharSpan[] spans, List<Token> tokens) {
    var starts = new int[text.codePointCount(0, text.length()) + 1];
    var at = 0;
    for (var i = 0; i < starts.length; i++) {
      starts[i] = at;
      at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
    }
    var end = 0;
    for (var i = 0; i < ids.length; i++) {
      var span = spans[i];
      var start = span == null ? end : starts[span.getStart()];
      end = span == null ? end : starts[span.getEnd()];
      tokens.add(pieces.spanning((int) ids[i], text, start, end));
    }
  }

  @Override
  public int bosId() {
    return bosId;
  }

  @Override
  public TokenizedText detokenize(List<Integer> ids) {
    return pieces.spell(ids);
  }

  @Override
  public int vocabularySize() {
    return pieces.size();
  }

  @Override
  public void close() {
    lifetime.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        nativeTokenizer.close();
      }
    } finally {
      lifetime.writeLock().unlock();
    }
  }
}
