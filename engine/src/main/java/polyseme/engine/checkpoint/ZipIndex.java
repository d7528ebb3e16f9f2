// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import polyseme.engine.task.CheckpointException;

/// The directory of a zip file whose entries are stored as they are, with or without zip64.
/// Compressed entries, odd names, overlaps and disagreement between directory and entries are
/// refused.
final class ZipIndex {

  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int END64_SIGNATURE = 0x06064b50;
  private static final int END64_LENGTH = 56;
  private static final int LOCATOR_SIGNATURE = 0x07064b50;
  private static final int LOCATOR_LENGTH = 20;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int LONGEST_DIRECTORY = 64_000_000;
  private static final long UNSIGNED_INT = 0xffffffffL;

  private final FileNumbers file;

  /// A stored entry.
  ///
  /// @param name its name
  /// @param start where its bytes begin in the file
  /// @param size how many bytes it has
  /// @param crc the CRC-32 of these, 0 when its writer left it out
  record Entry(String name, long start, long size, int crc) {}

  private record Directory(long start, long size, long count) {}

  private ZipIndex(FileNumbers file) {
    this.file = file;
  }

  static Map<String, Entry> read(FileNumbers file) throws CheckpointException {
    return new ZipIndex(file).read();
  }

  private Map<String, Entry> read() throws CheckpointException {
    var directory = directory();
    if (directory.size() > LONGEST_DIRECTORY) {
      throw damaged("its directory is too long");
    }
    var bytes = file.bytes(directory.start(), (int) directory.size());
    var entries = new LinkedHashMap<String, Entry>();
    while (bytes.hasRemaining()) {
      var header = ZipHeader.directory(file.file(), bytes);
      var entry = located(header, directory.start());
      if (entries.put(entry.name(), entry) != null) {
        throw damaged("entry %s is there twice".formatted(Failures.shown(entry.name())));
      }
    }
    if (entries.size() != directory.count()) {
      throw damaged(
          "its directory announces %d entries and has %d"
              .formatted(directory.count(), entries.size()));
    }
    checkOverlaps(entries);
    return entries;
  }

  private Directory directory() throws CheckpointException {
    if (file.size() < END_LENGTH) {
      throw damaged("it is too short for a zip file");
    }
    var tailLength = (int) Math.min(file.size(), END_LENGTH + LONGEST_COMMENT);
    var tailStart = file.size() - tailLength;
    var tail = file.bytes(tailStart, tailLength);
    for (var at = tailLength - END_LENGTH; at >= 0; at--) {
      if (tail.getInt(at) == END_SIGNATURE
          && Short.toUnsignedInt(tail.getShort(at + 20)) == tailLength - at - END_LENGTH) {
        return directory(tail, at, tailStart + at);
      }
    }
    throw damaged("the directory at its end is missing");
  }

  private Directory directory(ByteBuffer tail, int at, long endStart) throws CheckpointException {
    var count = Short.toUnsignedLong(tail.getShort(at + 10));
    var size = tail.getInt(at + 12) & UNSIGNED_INT;
    var start = tail.getInt(at + 16) & UNSIGNED_INT;
    var end = endStart;
    if (endStart >= LOCATOR_LENGTH) {
      var locator = file.bytes(endStart - LOCATOR_LENGTH, LOCATOR_LENGTH);
      if (locator.getInt(0) == LOCATOR_SIGNATURE) {
        end = locator.getLong(8);
        var end64 = file.bytes(end, END64_LENGTH);
        if (end64.getInt(0) != END64_SIGNATURE) {
          throw damaged("its zip64 directory is missing");
        }
        count = end64.getLong(32);
        size = end64.getLong(40);
        start = end64.getLong(48);
      }
    }
    if (start < 0 || size < 0 || size > end || start > end - size) {
      throw damaged("its directory lies outside of the file");
    }
    return new Directory(start, size, count);
  }

  /// Finds an entry's bytes by way of its own header, which must agree with the directory.
  private Entry located(ZipHeader header, long directoryStart) throws CheckpointException {
    var local = ZipHeader.local(file, header.offset());
    if (!local.name().equals(header.name())
        || (local.sized() && (local.size() != header.size() || local.crc() != header.crc()))) {
      throw damaged("its directory and entry %s disagree".formatted(Failures.shown(header.name())));
    }
    var start = local.offset();
    if (start > directoryStart || header.size() > directoryStart - start) {
      throw damaged("entry %s is cut short".formatted(Failures.shown(header.name())));
    }
    return new Entry(header.name(), start, header.size(), header.crc());
  }

  private void checkOverlaps(Map<String, Entry> entries) throws CheckpointException {
    var end = 0L;
    var order = Comparator.comparingLong(Entry::start).thenComparingLong(Entry::size);
    for (var entry : entries.values().stream().sorted(order).toList()) {
      if (entry.start() < end) {
        throw damaged("entry %s overlaps another".formatted(Failures.shown(entry.name())));
      }
      end = entry.start() + entry.size();
    }
  }

  private CheckpointException damaged(String what) {
    return Failures.damaged(file.file(), what);
  }
}
