// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import polyseme.analysis.section.SectionFile;
import polyseme.engine.task.StoreException;
import polyseme.engine.text.TokenizedText;

/// Reads `tokens.bin` and `documents.bin`: what the corpus was, without the model. Safe for several
/// threads.
final class TokenStoreReader implements AutoCloseable {

  private static final int LONGEST_STRING = 1 << 28;

  private final SectionFile tokens;
  private final SectionFile documents;
  private final int count;
  private final Map<Integer, String> vocabulary;

  private record Entry(
      long firstToken, long strings, int tokens, int idLength, int labels, int original) {}

  private TokenStoreReader(SectionFile tokens, SectionFile documents) throws StoreException {
    this.tokens = tokens;
    this.documents = documents;
    var length = documents.length("docs");
    if (length % TokenStoreWriter.RECORD != 0
        || length / TokenStoreWriter.RECORD > Integer.MAX_VALUE) {
      throw documents.damaged("section docs");
    }
    count = (int) (length / TokenStoreWriter.RECORD);
    vocabulary = readVocabulary();
  }

  static TokenStoreReader open(Path folder) throws StoreException {
    var tokens = SectionFile.open(folder.resolve(TokenStoreWriter.TOKENS), "TOKN");
    SectionFile documents = null;
    var sound = false;
    try {
      documents = SectionFile.open(folder.resolve(TokenStoreWriter.DOCUMENTS), "DOCS");
      var reader = new TokenStoreReader(tokens, documents);
      sound = true;
      return reader;
    } finally {
      if (!sound) {
        tokens.close();
        if (documents != null) {
          documents.close();
        }
      }
    }
  }

  private Map<Integer, String> readVocabulary() throws StoreException {
    var length = documents.length("voca");
    if (length < 4 || length > LONGEST_STRING) {
      throw documents.damaged("section voca");
    }
    var section = documents.read("voca", 0, (int) length);
    var size = section.getInt();
    if (size < 0 || 8L * size > section.remaining()) {
      throw documents.damaged("section voca");
    }
    var table = section.slice(4, 8 * size).order(section.order());
    section.position(4 + 8 * size);
    var words = new HashMap<Integer, String>();
    while (table.hasRemaining()) {
      words.put(table.getInt(), word(section, table.getInt()));
    }
    return words;
  }

  private String word(ByteBuffer from, int length) throws StoreException {
    if (length < 0 || length > from.remaining()) {
      throw documents.damaged("section voca");
    }
    var bytes = new byte[length];
    from.get(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  int documents() {
    return count;
  }

  int tokenChecksum() throws StoreException {
    return tokens.checksum("tokn");
  }

  int documentChecksum() throws StoreException {
    return documents.checksum("docs");
  }

  long tokens() throws StoreException {
    return tokens.length("tokn") / Integer.BYTES;
  }

  private Entry entry(int document) throws StoreException {
    var record =
        documents.read("docs", (long) document * TokenStoreWriter.RECORD, TokenStoreWriter.RECORD);
    var entry =
        new Entry(
            record.getLong(),
            record.getLong(),
            record.getInt(),
            record.getInt(),
            record.getInt(),
            record.getInt() - 1);
    if (entry.tokens < 0 || entry.original >= document || entry.idLength > LONGEST_STRING) {
      throw documents.damaged("section docs");
    }
    return entry;
  }

  /// How many tokens a document has.
  int length(int document) throws StoreException {
    return entry(document).tokens;
  }

  /// The earlier document that one nearly repeats, −1 if none.
  int original(int document) throws StoreException {
    return entry(document).original;
  }

  /// Token numbers and the bytes they stand for.
  Map<Integer, String> vocabulary() {
    return Map.copyOf(vocabulary);
  }

  ScannedDocument document(int number) throws StoreException {
    var entry = entry(number);
    var at = entry.strings;
    var id = string(at, entry.idLength);
    at += entry.idLength;
    var labels = new HashMap<String, String>();
    for (var i = 0; i < entry.labels; i++) {
      var lengths = documents.read("strs", at, 8);
      var keyLength = lengths.getInt();
      var valueLength = lengths.getInt();
      at += 8;
      labels.put(string(at, keyLength), string(at + keyLength, valueLength));
      at += (long) keyLength + valueLength;
    }
    return new ScannedDocument(id, entry.tokens, labels, entry.original);
  }

  private String string(long at, int length) throws StoreException {
    var bytes = documents.read("strs", at, length);
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  /// Some tokens of a document and the text they spell.
  TokenizedText text(int document, int from, int to) throws StoreException {
    var entry = entry(document);
    if (from < 0 || from > to || to > entry.tokens) {
      throw documents.damaged("tokens %d to %d of document %d".formatted(from, to, document));
    }
    var ids = tokens.read("tokn", 4 * (entry.firstToken + from), 4 * (to - from));
    var text = new ContextText();
    while (ids.hasRemaining()) {
      var id = ids.getInt();
      var bytes = vocabulary.get(id);
      if (bytes == null) {
        throw documents.damaged("token " + id);
      }
      text.add(id, bytes);
    }
    return text.finish();
  }

  void checkAll() throws StoreException {
    tokens.verifyAll();
    documents.verifyAll();
  }

  @Override
  public void close() {
    tokens.close();
    documents.close();
  }
}
