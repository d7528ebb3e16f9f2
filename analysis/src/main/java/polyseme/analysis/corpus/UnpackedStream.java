// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// What comes out of a compressed file, within bounds.
final class UnpackedStream extends FilterInputStream {

  /// A text is never this many times as long as its compressed file …
  private static final int MOST_TIMES = 1000;

  private final CountingStream disk;
  private final String name;
  private final long free;
  private long count;

  /// Guards a stream.
  ///
  /// @param in the unpacked bytes
  /// @param disk the file below it
  /// @param name its name
  /// @param free … once it is longer than this
  UnpackedStream(InputStream in, CountingStream disk, String name, long free) {
    super(in);
    this.disk = disk;
    this.name = name;
    this.free = free;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      var got = in.read(into, offset, length);
      if (got < 0 && disk.count() == 0) {
        throw DamagedException.packed(name, "it is empty");
      }
      count += Math.max(0, got);
      if (count > free && count / MOST_TIMES > disk.count()) {
        throw DamagedException.packed(
            name,
            "it unpacks to more than %,d times its size, which no text does".formatted(MOST_TIMES));
      }
      return got;
    } catch (ZstdIOException wrong) {
      throw DamagedException.packed(name, fault(wrong));
    }
  }

  private String fault(ZstdIOException wrong) {
    if (wrong.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
      return "it was compressed with a window above 128 MiB; unpack it with “zstd -d --long=31”";
    }
    var early = String.valueOf(wrong.getMessage()).startsWith("Truncated");
    return (early ? "its data end too early, at byte %d" : "the data before byte %d are damaged")
        .formatted(disk.count());
  }
}
