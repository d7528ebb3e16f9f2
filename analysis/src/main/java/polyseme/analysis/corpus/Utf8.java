// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import polyseme.engine.task.CorpusException;

/// Strict decoding: what is no UTF-8 is refused with its place.
final class Utf8 {

  /// The longest document, in bytes: 1 GiB.
  static final int LONGEST = 1 << 30;

  private Utf8() {}

  /// Decodes the first `length` bytes, which begin in the file at byte `offset`, on line `line` (0
  /// when the file is one document).
  static String decode(byte[] bytes, int length, String name, long line, long offset)
      throws CorpusException {
    var in = ByteBuffer.wrap(bytes, 0, length);
    var out = CharBuffer.allocate(length);
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    if (decoder.decode(in, out, true).isError()) {
      throw new CorpusException(
          "%s is not UTF-8: byte 0x%02X at offset %d%s does not belong there."
              .formatted(
                  name,
                  bytes[in.position()],
                  offset + in.position(),
                  line == 0 ? "" : " (line " + line + ")"),
          "Save the file as UTF-8 or leave it out of the corpus.");
    }
    return out.flip().toString();
  }

  static byte[] readAll(CorpusFile file) throws CorpusException {
    if (file.bytes() > LONGEST) {
      throw tooLong(file.name() + " is");
    }
    try {
      return Files.readAllBytes(file.path());
    } catch (IOException failed) {
      throw FileFinder.unreadable(file.name(), failed);
    }
  }

  static CorpusException tooLong(String subject) {
    return new CorpusException(
        subject + " longer than 1 GiB, the most that one document may have.",
        "Split it into several documents.");
  }

  static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  static String unixLineEnds(String text) {
    return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
  }
}
