// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Knows how many bytes were read from it.
final class CountingStream extends FilterInputStream {

  private long count;

  CountingStream(InputStream in) {
    super(in);
  }

  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    var b = in.read();
    count += b < 0 ? 0 : 1;
    return b;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    var got = in.read(into, offset, length);
    count += Math.max(0, got);
    return got;
  }

  @Override
  public long skip(long bytes) throws IOException {
    var skipped = in.skip(bytes);
    count += skipped;
    return skipped;
  }
}
