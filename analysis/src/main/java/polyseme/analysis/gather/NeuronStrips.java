// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// A record of the same length for every neuron, spread over several sections so that one neuron is
/// read without checking all the others: a section is read as a whole when it is first used.
///
/// A section's tag is two letters and its number in base 36. It holds the records of as many
/// neurons as fit 4 MiB (of more if there would be more than 1,296 sections), of one at least.
final class NeuronStrips {

  private static final int STRIP_BYTES = 4 << 20;
  private static final int BASE = 36;
  private static final int MOST_STRIPS = BASE * BASE;
  private static final int CHUNK = 64;

  private final String letters;
  private final int neurons;
  private final int recordBytes;
  private final int perStrip;

  /// Fills in the records of some neurons.
  interface Filler {
    /// Fills them in.
    ///
    /// @param to room for `count` records, the first neuron's at 0
    void fill(int first, int count, ByteBuffer to);
  }

  /// Takes the records of some neurons.
  interface Taker {
    /// Takes them.
    ///
    /// @param from `count` records, the first neuron's at 0
    void take(int first, int count, ByteBuffer from) throws StoreException;
  }

  NeuronStrips(String letters, int neurons, long recordBytes) {
    this.letters = letters;
    this.neurons = neurons;
    this.recordBytes = Math.toIntExact(recordBytes);
    var least = Math.ceilDiv(neurons, MOST_STRIPS);
    var fitting = (int) Math.min(neurons, STRIP_BYTES / Math.max(1, recordBytes));
    perStrip = Math.max(1, Math.max(least, fitting));
  }

  private String tag(int strip) {
    return letters
        + Character.forDigit(strip / BASE, BASE)
        + Character.forDigit(strip % BASE, BASE);
  }

  void write(SectionWriter out, Filler filler) throws IOException {
    var chunk = ByteBuffer.allocate(Math.multiplyExact(Math.min(CHUNK, perStrip), recordBytes));
    chunk.order(ByteOrder.LITTLE_ENDIAN);
    for (var first = 0; first < neurons; first += perStrip) {
      var end = Math.min(first + perStrip, neurons);
      out.begin(tag(first / perStrip));
      for (var from = first; from < end; from += CHUNK) {
        var count = Math.min(CHUNK, end - from);
        filler.fill(from, count, chunk);
        out.put(Arrays.copyOf(chunk.array(), count * recordBytes));
      }
      out.end();
    }
  }

  void read(SectionFile in, int group, Taker taker) throws StoreException {
    for (var first = 0; first < neurons; first += perStrip) {
      var end = Math.min(first + perStrip, neurons);
      var key = checked(in, group, first);
      for (var from = first; from < end; from += CHUNK) {
        var count = Math.min(CHUNK, end - from);
        var at = (long) (from - first) * recordBytes;
        taker.take(from, count, in.read(key, at, count * recordBytes));
      }
    }
  }

  /// The record of one neuron.
  ByteBuffer read(SectionFile in, int group, int row) throws StoreException {
    var first = row - row % perStrip;
    return in.read(checked(in, group, first), (long) (row - first) * recordBytes, recordBytes);
  }

  private String checked(SectionFile in, int group, int first) throws StoreException {
    var key = SectionFile.key(tag(first / perStrip), group);
    in.expect(key, (long) (Math.min(first + perStrip, neurons) - first) * recordBytes);
    return key;
  }

  /// Name of the section with a neuron's record, for sentences.
  String key(int group, int row) {
    return SectionFile.key(tag(row / perStrip), group);
  }
}
