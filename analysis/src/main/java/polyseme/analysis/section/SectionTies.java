// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.section;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// One checksum over tags, groups, lengths and checksums of all sections of a file, in their order;
/// so a section that is missing, doubled or renamed is noticed.
final class SectionTies {

  private final CRC32C sum = new CRC32C();

  void add(String tag, int group, long length, int checksum) {
    var header =
        ByteBuffer.allocate(20)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(tag.getBytes(StandardCharsets.ISO_8859_1), 0, 4)
            .putInt(group)
            .putLong(length)
            .putInt(checksum);
    sum.update(header.flip());
  }

  int sum() {
    return (int) sum.getValue();
  }
}
