// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The letters that stand for bytes in byte-level vocabularies.
///
/// Source: GPT-2's table: printable Latin-1 letters stand for themselves, the 68 other bytes for
/// the letters from U+0100 on, in order. `Ġ` (U+0120) is the space.
final class ByteSymbols {

  private static final int FIRST_STAND_IN = 0x100;
  private static final int BYTES = 0x100;

  private final char[] byteOf = new char[FIRST_STAND_IN + BYTES];

  ByteSymbols() {
    Arrays.fill(byteOf, Character.MAX_VALUE);
    var standIn = FIRST_STAND_IN;
    for (var b = 0; b < BYTES; b++) {
      byteOf[isItself(b) ? b : standIn++] = (char) b;
    }
  }

  private static boolean isItself(int b) {
    return (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || (b >= 0xAE && b <= 0xFF);
  }

  /// The bytes a piece of a byte-level vocabulary stands for.
  ///
  /// @param piece as the vocabulary spells it
  /// @return one `char` a byte; null if the piece has a letter that stands for no byte
  @Nullable String bytes(String piece) {
    var bytes = new StringBuilder(piece.length());
    for (var i = 0; i < piece.length(); i++) {
      var symbol = piece.charAt(i);
      if (symbol >= byteOf.length || byteOf[symbol] == Character.MAX_VALUE) {
        return null;
      }
      bytes.append(byteOf[symbol]);
    }
    return bytes.toString();
  }

  /// UTF-8 of ordinary text.
  ///
  /// @param text any text
  /// @return one `char` a byte
  static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
