// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.CorpusException;

/// Reads a file line by line and knows where it is.
final class LineReader implements AutoCloseable {

  private static final int CHUNK = 1 << 16;

  private final CorpusFile file;
  private final InputStream in;
  private byte[] line = new byte[CHUNK];
  private long bytesRead;
  private long lineNumber;

  private LineReader(CorpusFile file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  static LineReader open(CorpusFile file) throws CorpusException {
    try {
      return new LineReader(
          file, new BufferedInputStream(Files.newInputStream(file.path()), CHUNK));
    } catch (IOException failed) {
      throw FileFinder.unreadable(file.name(), failed);
    }
  }

  CorpusFile file() {
    return file;
  }

  /// Number of the line that [#next()] gave last, from 1.
  long lineNumber() {
    return lineNumber;
  }

  long bytesRead() {
    return bytesRead;
  }

  /// The next line without its end, null after the last.
  @Nullable String next() throws IOException, CorpusException {
    var begin = bytesRead;
    var length = 0;
    var b = in.read();
    while (b >= 0 && b != '\n') {
      bytesRead++;
      if (length == line.length) {
        grow(length);
      }
      line[length++] = (byte) b;
      b = in.read();
    }
    if (b < 0 && length == 0) {
      return null;
    }
    bytesRead += b < 0 ? 0 : 1;
    lineNumber++;
    var text = Utf8.decode(line, length, file.name(), lineNumber, begin);
    return lineNumber == 1 ? Utf8.withoutMark(text) : text;
  }

  private void grow(int length) throws CorpusException {
    if (length >= Utf8.LONGEST) {
      throw Utf8.tooLong("Line %d of %s is".formatted(lineNumber + 1, file.name()));
    }
    line = Arrays.copyOf(line, 2 * length);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException _) {
      // nothing was written, so nothing can be lost
    }
  }
}
