// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import polyseme.analysis.corpus.Document;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.TokenizerException;
import polyseme.engine.text.Token;

/// Keeps the tokens of a corpus, once, on disk: `tokens.bin` with all token numbers,
/// `documents.bin` with documents and the vocabulary in use. In memory stays one number a document.
final class TokenStoreWriter implements AutoCloseable {

  /// Name of the file of token numbers.
  static final String TOKENS = "tokens.bin";

  /// Name of the file of documents and vocabulary.
  static final String DOCUMENTS = "documents.bin";

  /// Bytes of a document's record.
  static final int RECORD = 32;

  private final SectionWriter tokens;
  private final SectionWriter documents;
  private final Map<Integer, String> vocabulary = new TreeMap<>();
  private int[] lengths = new int[1024];
  private int[] idLengths = new int[1024];
  private int[] labelCounts = new int[1024];
  private int[] originals = new int[1024];
  private long[] stringStarts = new long[1024];
  private int count;
  private long total;
  private long stringsEnd;

  TokenStoreWriter(Path folder) throws IOException {
    tokens = new SectionWriter(folder.resolve(TOKENS), "TOKN");
    tokens.begin("tokn");
    documents = new SectionWriter(folder.resolve(DOCUMENTS), "DOCS");
    documents.begin("strs");
  }

  /// Adds a token of the document that [#endDocument] will end.
  void add(Token token) throws IOException, TokenizerException {
    var known = vocabulary.putIfAbsent(token.id(), token.bytes());
    if (known != null && !known.equals(token.bytes())) {
      throw new TokenizerException(
          "Token %d stands for “%s” in one place and for “%s” in another."
              .formatted(token.id(), known, token.bytes()),
          "Scan with a model whose tokens always stand for the same bytes.");
    }
    tokens.putInt(token.id());
    total++;
  }

  /// Ends a document.
  ///
  /// @param document name and labels
  /// @param length how many tokens it has
  /// @param original number of the earlier document that it nearly repeats, −1 if none
  void endDocument(Document document, int length, int original) throws IOException {
    if (count == lengths.length) {
      lengths = Arrays.copyOf(lengths, 2 * count);
      idLengths = Arrays.copyOf(idLengths, 2 * count);
      labelCounts = Arrays.copyOf(labelCounts, 2 * count);
      originals = Arrays.copyOf(originals, 2 * count);
      stringStarts = Arrays.copyOf(stringStarts, 2 * count);
    }
    lengths[count] = length;
    originals[count] = original;
    stringStarts[count] = stringsEnd;
    labelCounts[count] = document.labels().size();
    var id = document.id().getBytes(StandardCharsets.UTF_8);
    idLengths[count++] = id.length;
    putString(id);
    for (var label : new TreeMap<>(document.labels()).entrySet()) {
      var key = label.getKey().getBytes(StandardCharsets.UTF_8);
      var value = label.getValue().getBytes(StandardCharsets.UTF_8);
      documents.putInt(key.length).putInt(value.length);
      stringsEnd += 8;
      putString(key);
      putString(value);
    }
  }

  private void putString(byte[] bytes) throws IOException {
    documents.put(bytes);
    stringsEnd += bytes.length;
  }

  /// Writes what remains.
  void finish() throws IOException {
    tokens.end();
    tokens.force();
    documents.end();
    documents.begin("docs");
    var first = 0L;
    for (var i = 0; i < count; i++) {
      documents.putLong(first).putLong(stringStarts[i]);
      documents.putInt(lengths[i]).putInt(idLengths[i]).putInt(labelCounts[i]);
      documents.putInt(originals[i] + 1);
      first += lengths[i];
    }
    documents.end();
    writeVocabulary();
    documents.force();
  }

  private void writeVocabulary() throws IOException {
    documents.begin("voca");
    documents.putInt(vocabulary.size());
    for (var token : vocabulary.entrySet()) {
      documents.putInt(token.getKey()).putInt(token.getValue().length());
    }
    for (var bytes : vocabulary.values()) {
      documents.put(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
    documents.end();
  }

  int documents() {
    return count;
  }

  long tokens() {
    return total;
  }

  @Override
  public void close() throws IOException {
    try (tokens) {
      documents.close();
    }
  }
}
