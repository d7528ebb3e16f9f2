// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Decodes UTF-8 for a reader of tables, and bounds how much of it becomes one row.
///
/// A byte that does not belong there becomes half a surrogate pair, which no UTF-8 can hold, and
/// its place is kept: so the row it stands in is known once the table is taken apart, and the rows
/// behind it can still be read.
final class MarkingReader extends Reader {

  private static final int CHUNK = 1 << 14;
  private static final int MOST_CELLS = 1_000_000;
  private static final int MARK = 0xDC00;

  /// A byte that is no UTF-8.
  ///
  /// @param offset where it stands in the text
  /// @param value the byte
  record Mark(long offset, byte value) {}

  private final FileInput input;
  private final char delimiter;
  private final CharsetDecoder decoder = Utf8.strict();
  private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK).flip();
  private final CharBuffer chars = CharBuffer.allocate(CHUNK).flip();
  private final ArrayDeque<Mark> marks = new ArrayDeque<>();
  private long bytesBefore;
  private boolean begun;
  private boolean ended;
  private boolean quoted;
  private long rowChars;
  private int rowCells;

  MarkingReader(FileInput input, char delimiter) {
    this.input = input;
    this.delimiter = delimiter;
  }

  /// Begins a new row.
  void endRow() {
    rowChars = 0;
    rowCells = 0;
  }

  boolean hasMarks() {
    return !marks.isEmpty();
  }

  /// Takes the marks of a cell off the list.
  ///
  /// @return the first, null if it has none
  @Nullable Mark takeMarks(String cell) {
    Mark first = null;
    for (var i = 0; i < cell.length(); i++) {
      if (Character.isHighSurrogate(cell.charAt(i))) {
        i++;
      } else if (Character.isLowSurrogate(cell.charAt(i))) {
        var mark = marks.poll();
        first = first == null ? mark : first;
      }
    }
    return first;
  }

  @Override
  public int read(char[] into, int offset, int length) throws IOException {
    while (!chars.hasRemaining()) {
      if (ended) {
        return -1;
      }
      decodeMore();
    }
    var count = Math.min(length, chars.remaining());
    chars.get(into, offset, count);
    for (var i = offset; i < offset + count; i++) {
      quoted ^= into[i] == '"';
      rowCells += into[i] == delimiter && !quoted ? 1 : 0;
    }
    rowChars += count;
    if (rowChars > Utf8.LONGEST || rowCells > MOST_CELLS) {
      throw new DamagedException(
          "A row of %s is longer than 256 MiB or has more than %,d cells."
              .formatted(input.file().name(), MOST_CELLS),
          "Look for a quotation mark that is never closed, or take the row out.");
    }
    return count;
  }

  private void decodeMore() throws IOException {
    bytes.compact();
    var got = input.stream().read(bytes.array(), bytes.position(), bytes.remaining());
    bytes.position(bytes.position() + Math.max(0, got)).flip();
    chars.clear();
    var more = true;
    while (more) {
      var from = bytes.position();
      var result = decoder.decode(bytes, chars, got < 0);
      bytesBefore += bytes.position() - from;
      more = result.isError() && chars.hasRemaining();
      if (more) {
        var bad = bytes.get();
        marks.add(new Mark(bytesBefore++, bad));
        chars.put((char) (MARK | (bad & 0xFF)));
      }
    }
    ended = got < 0 && !bytes.hasRemaining();
    chars.flip();
    if (!begun && chars.hasRemaining()) {
      begun = true;
      chars.position(chars.get(0) == '\uFEFF' ? 1 : 0);
    }
  }

  @Override
  public void close() {
    // whoever opened the file closes it
  }
}
