// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Unpacks gzip (RFC 1952), also several members one after the other.
///
/// decision: not Java's own `GZIPInputStream`, which takes a damaged beginning of a second member
/// for the end of the file, so that texts would be lost without a word.
final class GzipStream extends InputStream {

  private static final int CHUNK = 1 << 16;
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xE0;
  private static final int REST_OF_HEADER = 6;

  private final CountingStream in;
  private final String name;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] chunk = new byte[CHUNK];
  private int begin;
  private int end;
  private int members;
  private long memberBytes;
  private boolean inMember;

  GzipStream(CountingStream in, String name) {
    this.in = in;
    this.name = name;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (length > 0) {
      if (!inMember && !beginMember()) {
        return -1;
      }
      var got = inflate(into, offset, length);
      if (got > 0) {
        checksum.update(into, offset, got);
        memberBytes += got;
        return got;
      }
      endMember();
    }
    return 0;
  }

  private int inflate(byte[] into, int offset, int length) throws IOException {
    try {
      while (true) {
        var got = inflater.inflate(into, offset, length);
        if (got > 0) {
          return got;
        }
        if (inflater.finished()) {
          begin = end - inflater.getRemaining();
          return 0;
        }
        if (inflater.needsDictionary()) {
          throw damaged("the data at byte %d ask for a dictionary".formatted(position()));
        }
        if (begin == end && !fill()) {
          throw tooShort();
        }
        inflater.setInput(chunk, begin, end - begin);
        begin = end;
      }
    } catch (DataFormatException wrong) {
      throw damaged("the data near byte %d are damaged".formatted(position()));
    }
  }

  /// False at the end of the file.
  private boolean beginMember() throws IOException {
    if (begin == end && !fill()) {
      if (members == 0) {
        throw tooShort();
      }
      return false;
    }
    if (members > 0 && chunk[begin] == 0) {
      checkPadding();
      return false;
    }
    var at = position();
    if (next() != 0x1F || next() != 0x8B || next() != DEFLATE) {
      throw damaged("what begins at byte %d is no gzip data".formatted(at));
    }
    var flags = next();
    if ((flags & RESERVED) != 0) {
      throw damaged("the header at byte %d is of an unknown kind".formatted(at));
    }
    skipHeader(flags);
    inflater.reset();
    checksum.reset();
    memberBytes = 0;
    members++;
    inMember = true;
    return true;
  }

  private void skipHeader(int flags) throws IOException {
    skip(REST_OF_HEADER);
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      skip(2);
    }
  }

  private void skip(int bytes) throws IOException {
    for (var i = 0; i < bytes; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    var b = next();
    while (b != 0) {
      b = next();
    }
  }

  private void endMember() throws IOException {
    var at = position();
    if (number() != checksum.getValue() || number() != (memberBytes & 0xFFFF_FFFFL)) {
      throw damaged("the checksum at byte %d does not fit the data".formatted(at));
    }
    inMember = false;
  }

  /// Tapes and some programs fill the last block with zeros.
  private void checkPadding() throws IOException {
    while (begin < end || fill()) {
      if (chunk[begin] != 0) {
        throw damaged("what begins at byte %d is no gzip data".formatted(position()));
      }
      begin++;
    }
  }

  private long number() throws IOException {
    return next() | next() << 8 | next() << 16 | (long) next() << 24;
  }

  private int next() throws IOException {
    if (begin == end && !fill()) {
      throw tooShort();
    }
    return chunk[begin++] & 0xFF;
  }

  private boolean fill() throws IOException {
    begin = 0;
    end = Math.max(0, in.read(chunk, 0, CHUNK));
    return end > 0;
  }

  /// Offset in the file of the next byte that nobody has looked at.
  private long position() {
    return in.count() - (end - begin);
  }

  private DamagedException tooShort() {
    return damaged("its data end too early, at byte %d".formatted(in.count()));
  }

  private DamagedException damaged(String fault) {
    return DamagedException.packed(name, fault);
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
