// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.section;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// Writes one file of a scan: a header, then sections one after the other, each with its checksum.
/// Numbers are little-endian. `docs/formats/scan.md` describes the bytes.
public final class SectionWriter implements AutoCloseable {

  /// First bytes of every file.
  public static final String MAGIC = "POLYSCAN";

  /// Version of the format that is written, and the newest that can be read.
  public static final int VERSION = 2;

  /// Bytes of the file's header.
  public static final int HEADER = 16;

  /// Bytes of a section's header.
  public static final int SECTION_HEADER = 16;

  /// Tag of the last section, which ties all others together.
  static final String LAST = "last";

  private static final int BUFFER = 1 << 20;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C checksum = new CRC32C();
  private final SectionTies ties = new SectionTies();
  private long sectionStart;
  private int group;
  private String tag = "";
  private boolean finished;

  /// Makes a file.
  ///
  /// @param file where; must not exist
  /// @param kind four letters that tell the files of a scan apart
  /// @throws IOException if it cannot be made
  public SectionWriter(Path file, String kind) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    buffer.put(ascii(MAGIC)).putInt(VERSION).put(ascii(kind));
  }

  /// Sections that follow belong to a group: tags may repeat in another.
  ///
  /// @param number from 0
  public void group(int number) {
    group = number;
  }

  private static byte[] ascii(String letters) {
    return letters.getBytes(StandardCharsets.US_ASCII);
  }

  /// Begins a section.
  ///
  /// @param tag four letters, unique in the group
  /// @throws IOException if the file cannot be written
  public void begin(String tag) throws IOException {
    this.tag = tag;
    drain();
    sectionStart = channel.position();
    buffer.put(ascii(tag)).putInt(group).putLong(0);
    drain();
    checksum.reset();
  }

  /// Ends the section, whose length is only now known.
  ///
  /// @return its checksum
  /// @throws IOException if the file cannot be written
  public int end() throws IOException {
    flushPayload();
    var length = channel.position() - sectionStart - SECTION_HEADER;
    var field = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    for (var at = sectionStart + 8; field.hasRemaining(); ) {
      at += channel.write(field, at);
    }
    var sum = (int) checksum.getValue();
    buffer.putInt(sum);
    drain();
    ties.add(tag, group, length, sum);
    return sum;
  }

  /// Writes four bytes.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException if the file cannot be written
  public SectionWriter putInt(int value) throws IOException {
    room(4).putInt(value);
    return this;
  }

  /// Writes eight bytes.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException if the file cannot be written
  public SectionWriter putLong(long value) throws IOException {
    room(8).putLong(value);
    return this;
  }

  /// Writes four bytes.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException if the file cannot be written
  public SectionWriter putFloat(float value) throws IOException {
    room(4).putFloat(value);
    return this;
  }

  /// Writes eight bytes.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException if the file cannot be written
  public SectionWriter putDouble(double value) throws IOException {
    room(8).putDouble(value);
    return this;
  }

  /// Writes two bytes.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException if the file cannot be written
  public SectionWriter putShort(short value) throws IOException {
    room(2).putShort(value);
    return this;
  }

  /// Writes bytes.
  ///
  /// @param bytes all of them
  /// @throws IOException if the file cannot be written
  public void put(byte[] bytes) throws IOException {
    for (var from = 0; from < bytes.length; ) {
      var count = Math.min(bytes.length - from, room(1).remaining());
      buffer.put(bytes, from, count);
      from += count;
    }
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flushPayload();
    }
    return buffer;
  }

  private void flushPayload() throws IOException {
    checksum.update(buffer.array(), 0, buffer.position());
    drain();
  }

  private void drain() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  /// Ends the file and writes all to the disk itself.
  ///
  /// @throws IOException if that fails
  public void force() throws IOException {
    if (!finished) {
      finished = true;
      var sum = ties.sum();
      group(0);
      begin(LAST);
      putInt(sum);
      end();
    }
    drain();
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
