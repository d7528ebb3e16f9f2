// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
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
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.EngineUnavailableException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;
import polyseme.engine.task.TokenizerException;
import polyseme.engine.text.SpecialTokens;
import polyseme.engine.text.Token;
import polyseme.engine.text.TokenizedText;
import polyseme.engine.text.Tokenizer;

/// A tokenizer in native memory, made from files that were checked first.
///
/// Native code that knows the special tokens is made when somebody first asks for them to be
/// recognised: large vocabularies take hundreds of megabytes.
final class DjlTokenizer implements Tokenizer, AutoCloseable {

  private static final String REMEDY = "Copy the tokenizer.json that was published with the model.";

  private final TokenizerFile file;
  private final HuggingFaceTokenizer plain;
  private final Pieces pieces;
  private final int bosId;
  private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
  private @Nullable HuggingFaceTokenizer recognising;
  private boolean closed;

  private DjlTokenizer(TokenizerFile file, HuggingFaceTokenizer plain, int bosId) {
    this.file = file;
    this.plain = plain;
    this.pieces = new Pieces(file);
    this.bosId = bosId;
  }

  /// Checks and loads a file.
  ///
  /// @param file `tokenizer.json`, or `vocab.json` with `merges.txt` beside it
  /// @param bosToken the token that begins every text, as the file spells it; empty for none
  /// @return the tokenizer; the caller closes it
  /// @throws PolysemeException if the file cannot be used or the native library is missing
  static DjlTokenizer open(Path file, String bosToken) throws PolysemeException {
    return open(TokenizerFile.read(file), bosToken);
  }

  /// Loads a checked file.
  ///
  /// @param file the file
  /// @param bosToken the token that begins every text, as the file spells it; empty for none
  /// @return the tokenizer; the caller closes it
  /// @throws PolysemeException if the token is not in it or the native library is missing
  static DjlTokenizer open(TokenizerFile file, String bosToken) throws PolysemeException {
    var bosId = bosToken.isEmpty() ? -1 : file.pieces().getOrDefault(bosToken, -1);
    if (bosId < 0 && !bosToken.isEmpty()) {
      throw new TokenizerException(
          "%s does not know the token “%s”, which begins every text."
              .formatted(file.file(), bosToken),
          REMEDY);
    }
    return new DjlTokenizer(file, load(file, SpecialTokens.AS_TEXT), bosId);
  }

  private static HuggingFaceTokenizer load(TokenizerFile file, SpecialTokens specialTokens)
      throws PolysemeException {
    NativeEngine.stayOffline();
    var options = Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");
    try {
      var json = file.forNativeCode(specialTokens).getBytes(StandardCharsets.UTF_8);
      return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options);
    } catch (IOException | IllegalArgumentException refused) {
      throw new TokenizerException(
          "%s is not understood: %s".formatted(file.file(), refused.getMessage()), REMEDY);
    } catch (LinkageError | IllegalStateException missing) {
      throw new EngineUnavailableException(
          "The tokenizer library does not start on this machine: " + missing.getMessage(),
          "Polyseme runs on Linux (x86_64, aarch64), macOS (aarch64) and Windows (x86_64).");
    }
  }

  @Override
  public TokenizedText tokenize(String text, SpecialTokens specialTokens) throws RequestException {
    var whole = LoneSurrogates.replaced(text);
    var tokens = new ArrayList<Token>();
    if (bosId >= 0) {
      tokens.add(pieces.special(bosId, 0));
    }
    switch (specialTokens) {
      case AS_TEXT -> {}
      case RECOGNISED -> recognise();
    }
    append(whole, specialTokens, tokens);
    return new TokenizedText(whole, tokens);
  }

  private void recognise() throws RequestException {
    lifetime.writeLock().lock();
    try {
      if (recognising == null && !closed) {
        recognising = load(file, SpecialTokens.RECOGNISED);
      }
    } catch (PolysemeException failed) {
      throw new RequestException(
          "Special tokens cannot be recognised: " + failed.what(), failed.remedy());
    } finally {
      lifetime.writeLock().unlock();
    }
  }

  private void append(String text, SpecialTokens specialTokens, List<Token> tokens)
      throws RequestException {
    lifetime.readLock().lock();
    try {
      var splitting = specialTokens == SpecialTokens.AS_TEXT ? plain : recognising;
      if (closed || splitting == null) {
        throw new RequestException(
            "The tokenizer was closed together with its model.", "Open the model again.");
      }
      if (text.isEmpty()) {
        return;
      }
      var encoding = TokenizersLibrary.LIB.encode(splitting.getHandle(), text, false);
      try {
        append(text, encoding, tokens);
      } finally {
        TokenizersLibrary.LIB.deleteEncoding(encoding);
      }
    } finally {
      lifetime.readLock().unlock();
    }
  }

  private void append(String text, long encoding, List<Token> tokens) {
    var ids = TokenizersLibrary.LIB.getTokenIds(encoding);
    if (!pieces.appendByBytes(text, ids, tokens)) {
      var spans = new Spans(text, TokenizersLibrary.LIB.getTokenCharSpans(encoding));
      for (var i = 0; i < ids.length; i++) {
        tokens.add(pieces.spanning((int) ids[i], spans.start(i), spans.end(i)));
      }
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
        plain.close();
        if (recognising != null) {
          recognising.close();
        }
      }
    } finally {
      lifetime.writeLock().unlock();
    }
  }
}
