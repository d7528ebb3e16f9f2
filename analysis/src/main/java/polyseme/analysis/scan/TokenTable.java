// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import polyseme.analysis.gather.LabelCensus;
import polyseme.analysis.gather.Window;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// The tokens of a corpus while it is scanned. Safe for several threads.
final class TokenTable implements AutoCloseable {

  private static final int START = SectionWriter.HEADER + SectionWriter.SECTION_HEADER;
  private static final int CHUNK = 1 << 16;

  private final FileChannel channel;
  private final long[] firsts;
  private final BitSet repeats = new BitSet();
  private final int tokenChecksum;
  private final int documentChecksum;
  private final int greatest;
  private final LabelCensus labels = new LabelCensus();

  private TokenTable(FileChannel channel, TokenStoreReader store) throws StoreException {
    this.channel = channel;
    tokenChecksum = store.tokenChecksum();
    documentChecksum = store.documentChecksum();
    greatest = store.vocabulary().keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    firsts = new long[store.documents() + 1];
    for (var i = 0; i < store.documents(); i++) {
      firsts[i + 1] = firsts[i] + store.length(i);
      repeats.set(i, store.original(i) >= 0);
      labels.add(store.document(i).labels());
    }
  }

  /// Opens what [TokenStoreWriter] finished.
  ///
  /// @param folder where the files are
  static TokenTable open(Path folder) throws IOException, StoreException {
    var file = folder.resolve(TokenStoreWriter.TOKENS);
    var channel = FileChannel.open(file, StandardOpenOption.READ);
    var sound = false;
    try (var store = TokenStoreReader.open(folder)) {
      var table = new TokenTable(channel, store);
      sound = true;
      return table;
    } finally {
      if (!sound) {
        channel.close();
      }
    }
  }

  int documents() {
    return firsts.length - 1;
  }

  int length(int document) {
    return (int) (firsts[document + 1] - firsts[document]);
  }

  /// Whether a document nearly repeats an earlier one.
  boolean repeats(int document) {
    return repeats.get(document);
  }

  int repeated() {
    return repeats.cardinality();
  }

  long tokens() {
    return firsts[firsts.length - 1];
  }

  /// Labels of all documents.
  LabelCensus labels() {
    return labels;
  }

  int tokenChecksum() {
    return tokenChecksum;
  }

  int documentChecksum() {
    return documentChecksum;
  }

  /// Token numbers of a window after `lead` free places.
  int[] read(Window window, int lead) throws IOException {
    var ids = new int[lead + window.length()];
    read(firsts[window.document()] + window.first(), window.length())
        .asIntBuffer()
        .get(ids, lead, window.length());
    return ids;
  }

  private ByteBuffer read(long first, int count) throws IOException {
    var bytes = ByteBuffer.allocate(Integer.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
    var start = START + Integer.BYTES * first;
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, start + bytes.position()) < 0) {
        throw new EOFException("the tokens just written are gone");
      }
    }
    return bytes.flip();
  }

  /// How often each token of the vocabulary occurs in the corpus.
  long[] counts() throws IOException {
    var counts = new long[greatest + 1];
    for (var first = 0L; first < tokens(); first += CHUNK) {
      var ids = read(first, (int) Math.min(CHUNK, tokens() - first));
      while (ids.hasRemaining()) {
        counts[ids.getInt()]++;
      }
    }
    return counts;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
