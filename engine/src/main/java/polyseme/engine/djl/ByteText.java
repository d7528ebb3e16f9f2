// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.util.Arrays;

/// Bytes read as UTF-8, with the way from each byte to the characters it belongs to.
final class ByteText {

  private static final char REPLACEMENT = '\uFFFD';
  private static final int CONTINUATION_MASK = 0xC0;
  private static final int CONTINUATION = 0x80;

  private final String text;
  private final int[] start;
  private final int[] end;

  /// Reads bytes; each one that belongs to no character becomes U+FFFD.
  ///
  /// @param bytes one `char` a byte
  ByteText(String bytes) {
    var out = new StringBuilder(bytes.length());
    start = new int[bytes.length()];
    end = new int[bytes.length()];
    for (var at = 0; at < bytes.length(); ) {
      var codePoint = codePoint(bytes, at);
      var length = codePoint < 0 ? 1 : utf8Length(codePoint);
      var from = out.length();
      out.appendCodePoint(codePoint < 0 ? REPLACEMENT : codePoint);
      Arrays.fill(start, at, at + length, from);
      Arrays.fill(end, at, at + length, out.length());
      at += length;
    }
    text = out.toString();
  }

  /// The text.
  String text() {
    return text;
  }

  /// Where the character of a byte begins.
  ///
  /// @param at a byte; the number of bytes for the end of the text
  /// @return in `char` units
  int start(int at) {
    return at < start.length ? start[at] : text.length();
  }

  /// Where the characters of a run of bytes end.
  ///
  /// @param from first byte
  /// @param to last byte, exclusive
  /// @return in `char` units, exclusive
  int end(int from, int to) {
    return to > from ? end[to - 1] : start(from);
  }

  private static int codePoint(String bytes, int at) {
    var lead = bytes.charAt(at);
    var length =
        lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (length == 0 || at + length > bytes.length()) {
      return -1;
    }
    var codePoint = length == 1 ? lead : lead & (0x7F >> length);
    for (var i = 1; i < length; i++) {
      var next = bytes.charAt(at + i);
      if ((next & CONTINUATION_MASK) != CONTINUATION) {
        return -1;
      }
      codePoint = codePoint << 6 | (next & 0x3F);
    }
    var surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    var shortest = Character.isValidCodePoint(codePoint) && utf8Length(codePoint) == length;
    return surrogate || !shortest ? -1 : codePoint;
  }

  private static int utf8Length(int codePoint) {
    return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
}
