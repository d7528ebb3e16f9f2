// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// One token of a text.
///
/// @param id number in the vocabulary
/// @param bytes the UTF-8 bytes its number stands for, the same wherever it occurs, one `char`
///   (0–255) a byte, so that half a character is kept exactly; for what it has of a text see
///   [TokenizedText#toStrTokens]
/// @param start where it begins in the text, in `char` units
/// @param end where it ends in the text, exclusive; tokens that share a character share its span
/// @param special whether it is a control token such as the beginning of the text, not part of it
public record Token(int id, String bytes, int start, int end, boolean special) {

  /// The token as the vocabulary has it, in text; bytes that are no whole character appear as
  /// `\xE2`. A word of Llama's begins with its space even where no space stands in the text.
  ///
  /// @return the text, spaces and newlines as they are
  public String text() {
    var raw = bytes.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException _) {
      return escaped(raw);
    }
  }

  private static String escaped(byte[] raw) {
    var out = new StringBuilder();
    for (var b : raw) {
      if (b >= 0) {
        out.append((char) b);
      } else {
        out.append("\\x%02X".formatted(b & 0xFF));
      }
    }
    return out.toString();
  }
}
