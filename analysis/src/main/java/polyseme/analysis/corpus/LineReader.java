// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads a file line by line and knows where it is.
final class LineReader {

  private static final int CHUNK = 1 << 16;

  private final CorpusFile file;
  private final InputStream in;
  private final byte[] chunk = new byte[CHUNK];
  private int begin;
  private int end;
  private byte[] line = new byte[CHUNK];
  private int length;
  private long offset;
  private long lineNumber;

  LineReader(FileInput input) {
    file = input.file();
    in = input.stream();
  }

  /// Number of the line that [#next()] gave last, from 1.
  long lineNumber() {
    return lineNumber;
  }

  /// The next line without its end, null after the last.
  @Nullable String next() throws IOException, BadRecordException {
    var from = offset;
    length = 0;
    var ended = false;
    var fits = true;
    while (!ended && (begin < end || fill())) {
      var stop = begin;
      while (stop < end && chunk[stop] != '\n') {
        stop++;
      }
      ended = stop < end;
      fits &= append(stop);
      offset += stop - begin + (ended ? 1 : 0);
      begin = ended ? stop + 1 : stop;
    }
    if (offset == from) {
      return null;
    }
    lineNumber++;
    if (!fits) {
      throw Utf8.tooLong("Line %d of %s is".formatted(lineNumber, file.name()));
    }
    var text = Utf8.decode(line, length, file, lineNumber, from);
    return lineNumber == 1 ? Utf8.withoutMark(text) : text;
  }

  /// Adds what lies between `begin` and `stop`; false if the line is too long, which is then read
  /// to its end but not kept.
  private boolean append(int stop) {
    var more = stop - begin;
    if (more > Utf8.LONGEST - length) {
      return false;
    }
    if (length + more > line.length) {
      line = Arrays.copyOf(line, Math.max(length + more, 2 * line.length));
    }
    System.arraycopy(chunk, begin, line, length, more);
    length += more;
    return true;
  }

  private boolean fill() throws IOException {
    begin = 0;
    end = Math.max(0, in.read(chunk, 0, CHUNK));
    return end > 0;
  }
}
