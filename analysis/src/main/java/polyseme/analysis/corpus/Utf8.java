// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Strict decoding: what is no UTF-8 is refused with its place.
final class Utf8 {

  /// The longest document, in bytes: 256 MiB.
  static final int LONGEST = 1 << 28;

  private static final int CHUNK = 1 << 13;

  private Utf8() {}

  static CharsetDecoder strict() {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /// Decodes the first `length` bytes, which begin in the file's text at byte `offset`, on line
  /// `line` (0 when the file is one document).
  static String decode(byte[] bytes, int length, CorpusFile file, long line, long offset)
      throws BadRecordException {
    var bad = firstBad(bytes, length);
    if (bad >= 0) {
      throw notUtf8(file, line, offset + bad, bytes[bad]);
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /// Looks at the bytes piece by piece: a buffer for all characters would double the memory.
  private static int firstBad(byte[] bytes, int length) {
    var in = ByteBuffer.wrap(bytes, 0, length);
    var out = CharBuffer.allocate(CHUNK);
    var decoder = strict();
    while (true) {
      var result = decoder.decode(in, out, true);
      if (result.isError()) {
        return in.position();
      }
      if (result.isUnderflow()) {
        return -1;
      }
      out.clear();
    }
  }

  static BadRecordException notUtf8(CorpusFile file, long line, long offset, byte bad) {
    return new BadRecordException(
        "%s is not UTF-8: byte 0x%02X at %s%s does not belong there."
            .formatted(
                file.name(), bad, file.place(offset), line == 0 ? "" : " (line " + line + ")"),
        "Save the file as UTF-8 or leave it out of the corpus.");
  }

  static BadRecordException tooLong(String subject) {
    return new BadRecordException(
        subject + " longer than 256 MiB, the most that one document may have.",
        "Split it into several documents.");
  }

  static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  static String unixLineEnds(String text) {
    return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
  }
}
