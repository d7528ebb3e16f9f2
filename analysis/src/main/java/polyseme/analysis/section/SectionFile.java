// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.section;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import polyseme.engine.task.Reasons;
import polyseme.engine.task.StoreException;

/// Reads one file of a scan. Its structure is checked when it is opened, the checksum of a section
/// before the section is first used. Read by position, not mapped: a file that shrinks meanwhile
/// gives a sentence. Safe for several threads.
public final class SectionFile implements AutoCloseable {

  private static final String REMEDY =
      "Make the scan again, or copy its whole folder again from where it is sound.";
  private static final int CHUNK = 1 << 20;

  private record Section(long start, long length, int checksum) {}

  private final Path file;
  private final FileChannel channel;
  private final Map<String, Section> sections = new HashMap<>();
  private final Set<String> verified = ConcurrentHashMap.newKeySet();
  private int version;

  private SectionFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// Opens a file and checks its structure.
  ///
  /// @param file the file
  /// @param kind four letters it must carry
  /// @return the file; the caller closes it
  /// @throws StoreException if it cannot be opened, is damaged or of a newer version
  public static SectionFile open(Path file, String kind) throws StoreException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ);
    } catch (IOException failed) {
      throw new StoreException(
          "%s cannot be opened: %s.".formatted(file, Reasons.of(file, failed)), REMEDY);
    }
    var opened = new SectionFile(file, channel);
    var sound = false;
    try {
      opened.readHeader(kind);
      opened.readSections();
      sound = true;
    } finally {
      if (!sound) {
        opened.close();
      }
    }
    return opened;
  }

  private void readHeader(String kind) throws StoreException {
    var header = read(0, SectionWriter.HEADER, "header");
    if (!letters(header, 8).equals(SectionWriter.MAGIC)) {
      throw new StoreException(
          "%s is no file of a scan.".formatted(file), "Choose a folder made by a scan.");
    }
    version = header.getInt();
    if (version > SectionWriter.VERSION) {
      throw new StoreException(
          "%s has version %d of the format; this program reads up to %d."
              .formatted(file, version, SectionWriter.VERSION),
          "Open it with a newer Polyseme.");
    }
    if (version < 1 || !letters(header, 4).equals(kind)) {
      throw damaged("header");
    }
  }

  private void readSections() throws StoreException {
    var size = size();
    var ties = new SectionTies();
    for (long at = SectionWriter.HEADER; at < size; ) {
      var header = read(at, SectionWriter.SECTION_HEADER, "section at byte " + at);
      var letters = letters(header, 4);
      var group = header.getInt();
      var tag = key(letters, group);
      var length = header.getLong();
      var start = at + SectionWriter.SECTION_HEADER;
      if (wrongGroup(group)
          || length < 0
          || length > size - start - 4
          || sections.containsKey(tag)) {
        throw damaged("section " + tag);
      }
      var checksum = read(start + length, 4, tag).getInt();
      sections.put(tag, new Section(start, length, checksum));
      at = start + length + 4;
      if (tag.equals(SectionWriter.LAST)) {
        checkTies(ties, at == size);
      } else {
        ties.add(letters, group, length, checksum);
      }
    }
    if (version > 1 && !sections.containsKey(SectionWriter.LAST)) {
      throw damaged("its end");
    }
  }

  /// Name of a section in a group, to be given to the other methods.
  ///
  /// @param tag four letters
  /// @param group from 0
  /// @return the tag itself in group 0
  public static String key(String tag, int group) {
    return group == 0 ? tag : tag + "#" + group;
  }

  private static String letters(ByteBuffer from, int count) {
    var bytes = new byte[count];
    from.get(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private void checkTies(SectionTies ties, boolean atEnd) throws StoreException {
    expect(SectionWriter.LAST, Integer.BYTES);
    if (!atEnd || read(SectionWriter.LAST, 0, Integer.BYTES).getInt() != ties.sum()) {
      throw damaged("its sections do not belong together");
    }
  }

  // version 1 had no groups
  private boolean wrongGroup(int group) {
    return group < 0 || (version == 1 && group != 0);
  }

  /// Version of the format.
  ///
  /// @return from 1
  public int version() {
    return version;
  }

  /// Whether a section is there.
  ///
  /// @param tag its tag or [#key]
  /// @return true if it is
  public boolean has(String tag) {
    return sections.containsKey(tag);
  }

  private long size() throws StoreException {
    try {
      return channel.size();
    } catch (IOException failed) {
      throw unreadable("header", failed);
    }
  }

  /// Refuses the file unless a section is there and has this length.
  ///
  /// @param tag its tag or [#key]
  /// @param length bytes
  /// @throws StoreException if not
  public void expect(String tag, long length) throws StoreException {
    if (length(tag) != length) {
      throw damaged("section " + tag);
    }
  }

  /// Length of a section.
  ///
  /// @param tag its tag or [#key]
  /// @return bytes
  /// @throws StoreException if it is not there
  public long length(String tag) throws StoreException {
    return section(tag).length;
  }

  /// Checksum of a section, as the file has it.
  ///
  /// @param tag its tag or [#key]
  /// @return CRC-32C
  /// @throws StoreException if it is not there
  public int checksum(String tag) throws StoreException {
    return section(tag).checksum;
  }

  private Section section(String tag) throws StoreException {
    var section = sections.get(tag);
    if (section == null) {
      throw damaged("section " + tag);
    }
    return section;
  }

  /// Part of a section, little-endian.
  ///
  /// @param tag its tag or [#key]
  /// @param offset first byte in the section
  /// @param length bytes
  /// @return the bytes
  /// @throws StoreException if they are not there or the section is damaged
  public ByteBuffer read(String tag, long offset, int length) throws StoreException {
    var section = section(tag);
    if (offset < 0 || length < 0 || offset > section.length - length) {
      throw damaged("section " + tag);
    }
    verify(tag, section);
    return read(section.start + offset, length, "section " + tag);
  }

  /// Reads all sections and compares their checksums.
  ///
  /// @throws StoreException if one is damaged
  public void verifyAll() throws StoreException {
    for (var section : sections.entrySet()) {
      verify(section.getKey(), section.getValue());
    }
  }

  private void verify(String tag, Section section) throws StoreException {
    if (verified.contains(tag)) {
      return;
    }
    var sum = new CRC32C();
    for (long at = 0; at < section.length; at += CHUNK) {
      var length = (int) Math.min(CHUNK, section.length - at);
      sum.update(read(section.start + at, length, "section " + tag));
    }
    if ((int) sum.getValue() != section.checksum) {
      throw damaged("section " + tag);
    }
    verified.add(tag);
  }

  private ByteBuffer read(long at, int length, String what) throws StoreException {
    var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    try {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, at + buffer.position()) < 0) {
          throw new EOFException("the file ends at byte " + channel.size());
        }
      }
    } catch (EOFException _) {
      throw damaged(what);
    } catch (IOException failed) {
      throw unreadable(what, failed);
    }
    return buffer.flip();
  }

  private StoreException unreadable(String what, IOException failed) {
    return new StoreException(
        "%s cannot be read (%s): %s.".formatted(file, what, Reasons.of(failed)),
        failed instanceof ClosedChannelException ? "Open the scan again." : REMEDY);
  }

  /// What to throw when a part makes no sense.
  ///
  /// @param what the part
  /// @return to be thrown
  public StoreException damaged(String what) {
    return new StoreException("%s is damaged or cut off (%s).".formatted(file, what), REMEDY);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // nothing was written, so nothing can be lost
    }
  }
}
