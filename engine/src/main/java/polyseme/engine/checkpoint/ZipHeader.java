// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import polyseme.engine.task.CheckpointException;

/// A header of one zip entry: the one in the directory, or the one before its bytes.
///
/// @param name the entry's name
/// @param offset in the directory: where the other header lies; in that one: where the bytes begin
/// @param size how many bytes there are
/// @param crc CRC-32 of the bytes
/// @param sized whether size and CRC are given here; a header before bytes may leave them to the
///   directory
record ZipHeader(String name, long offset, long size, int crc, boolean sized) {

  private static final int DIRECTORY_SIGNATURE = 0x02014b50;
  private static final int DIRECTORY_LENGTH = 46;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int LOCAL_LENGTH = 30;
  private static final int ZIP64 = 1;
  private static final int ENCRYPTED = 1;
  private static final int SIZE_FOLLOWS = 8;
  private static final long UNSIGNED_INT = 0xffffffffL;

  /// Takes one header from `bytes`, which are a zip directory.
  static ZipHeader directory(Path file, ByteBuffer bytes) throws CheckpointException {
    var at = bytes.position();
    if (bytes.remaining() < DIRECTORY_LENGTH || bytes.getInt(at) != DIRECTORY_SIGNATURE) {
      throw Failures.damaged(file, "its directory is broken");
    }
    var nameLength = Short.toUnsignedInt(bytes.getShort(at + 28));
    var extraLength = Short.toUnsignedInt(bytes.getShort(at + 30));
    var commentLength = Short.toUnsignedInt(bytes.getShort(at + 32));
    var length = DIRECTORY_LENGTH + nameLength + extraLength + commentLength;
    if (bytes.remaining() < length) {
      throw Failures.damaged(file, "its directory is broken");
    }
    var name = name(file, bytes.slice(at + DIRECTORY_LENGTH, nameLength));
    checkStored(file, name, bytes.getShort(at + 8), bytes.getShort(at + 10));
    var extra = bytes.slice(at + DIRECTORY_LENGTH + nameLength, extraLength).order(bytes.order());
    var wide = zip64(extra);
    var size = wide(bytes.getInt(at + 24), wide);
    var stored = wide(bytes.getInt(at + 20), wide);
    var offset = wide(bytes.getInt(at + 42), wide);
    if (size != stored || size < 0 || offset < 0) {
      throw Failures.damaged(file, "entry %s has an odd size".formatted(Failures.shown(name)));
    }
    bytes.position(at + length);
    return new ZipHeader(name, offset, size, bytes.getInt(at + 16), true);
  }

  /// Reads the header before an entry's bytes.
  static ZipHeader local(FileNumbers file, long offset) throws CheckpointException {
    var bytes = file.bytes(offset, LOCAL_LENGTH);
    if (bytes.getInt(0) != LOCAL_SIGNATURE) {
      throw Failures.damaged(file.file(), "an entry is not where the directory says");
    }
    var nameLength = Short.toUnsignedInt(bytes.getShort(26));
    var extraLength = Short.toUnsignedInt(bytes.getShort(28));
    var rest = file.bytes(offset + LOCAL_LENGTH, nameLength + extraLength);
    var name = name(file.file(), rest.slice(0, nameLength));
    checkStored(file.file(), name, bytes.getShort(6), bytes.getShort(8));
    var extra = rest.slice(nameLength, extraLength).order(rest.order());
    var size = wide(bytes.getInt(22), zip64(extra));
    var start = offset + LOCAL_LENGTH + nameLength + extraLength;
    var sized = (bytes.getShort(6) & SIZE_FOLLOWS) == 0;
    return new ZipHeader(name, start, size, bytes.getInt(14), sized);
  }

  private static String name(Path file, ByteBuffer bytes) throws CheckpointException {
    var name = StandardCharsets.UTF_8.decode(bytes).toString();
    var plain = name.matches("[^\\p{Cntrl}\\\\:\\uFFFD]{1,1000}");
    if (!plain || name.startsWith("/") || (name + "/").contains("../")) {
      throw Failures.damaged(file, "an entry has the odd name %s".formatted(Failures.shown(name)));
    }
    return name;
  }

  private static void checkStored(Path file, String name, short flags, short method)
      throws CheckpointException {
    if (method != 0 || (flags & ENCRYPTED) != 0) {
      throw Failures.unsupported(
          file,
          "holds the compressed or encrypted entry %s, and only stored ones are read"
              .formatted(Failures.shown(name)));
    }
  }

  /// The values that did not fit into 32 bits, in order.
  private static ByteBuffer zip64(ByteBuffer extra) {
    while (extra.remaining() >= 4) {
      var kind = extra.getShort();
      var length = Short.toUnsignedInt(extra.getShort());
      if (length > extra.remaining()) {
        break;
      }
      if (kind == ZIP64) {
        return extra.slice(extra.position(), length).order(extra.order());
      }
      extra.position(extra.position() + length);
    }
    return ByteBuffer.allocate(0);
  }

  private static long wide(int narrow, ByteBuffer wide) {
    if (narrow != -1) {
      return narrow & UNSIGNED_INT;
    }
    return wide.remaining() >= Long.BYTES ? wide.getLong() : -1;
  }
}
