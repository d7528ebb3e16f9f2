// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import polyseme.analysis.gather.Window;
import polyseme.analysis.section.SectionWriter;

/// The tokens of a corpus while it is scanned. Safe for several threads.
final class TokenTable implements AutoCloseable {

  private static final int START = SectionWriter.HEADER + SectionWriter.SECTION_HEADER;

  private final FileChannel channel;
  private final int[] lengths;
  private final long[] firsts;
  private final int tokenChecksum;
  private final int documentChecksum;

  private TokenTable(FileChannel channel, int[] lengths, int tokenChecksum, int documentChecksum) {
    this.channel = channel;
    this.lengths = lengths;
    this.tokenChecksum = tokenChecksum;
    this.documentChecksum = documentChecksum;
    firsts = new long[lengths.length + 1];
    for (var i = 0; i < lengths.length; i++) {
      firsts[i + 1] = firsts[i] + lengths[i];
    }
  }

  /// Takes the lengths over.
  static TokenTable open(Path file, int[] lengths, int tokenChecksum, int documentChecksum)
      throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.READ);
    return new TokenTable(channel, lengths, tokenChecksum, documentChecksum);
  }

  int documents() {
    return lengths.length;
  }

  int length(int document) {
    return lengths[document];
  }

  long tokens() {
    return firsts[lengths.length];
  }

  int tokenChecksum() {
    return tokenChecksum;
  }

  int documentChecksum() {
    return documentChecksum;
  }

  /// Token numbers of a window after `lead` free places.
  int[] read(Window window, int lead) throws IOException {
    var bytes = ByteBuffer.allocate(4 * window.length()).order(ByteOrder.LITTLE_ENDIAN);
    var start = START + 4 * (firsts[window.document()] + window.first());
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, start + bytes.position()) < 0) {
        throw new EOFException("the tokens just written are gone");
      }
    }
    var ids = new int[lead + window.length()];
    bytes.flip().asIntBuffer().get(ids, lead, window.length());
    return ids;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
