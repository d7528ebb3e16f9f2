// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import polyseme.engine.text.Token;
import polyseme.engine.text.TokenizedText;

/// Puts a text together from the bytes of its tokens. Bytes that belong to no whole character, as
/// half a character at either end, become U+FFFD each; tokens that share a character share its
/// span.
final class ContextText {

  private record Piece(int id, String bytes) {}

  private final List<Piece> pieces = new ArrayList<>();
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();

  void add(int id, String bytes) {
    pieces.add(new Piece(id, bytes));
    all.writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  TokenizedText finish() {
    var bytes = all.toByteArray();
    var starts = new int[bytes.length]; // where the character of each byte begins, in `char` units
    var ends = new int[bytes.length];
    var text = new StringBuilder();
    for (var at = 0; at < bytes.length; ) {
      var length = characterLength(bytes, at);
      var start = text.length();
      text.append(length == 0 ? "\uFFFD" : new String(bytes, at, length, StandardCharsets.UTF_8));
      for (var next = at + Math.max(1, length); at < next; at++) {
        starts[at] = start;
        ends[at] = text.length();
      }
    }
    return new TokenizedText(text.toString(), tokens(starts, ends));
  }

  private List<Token> tokens(int[] starts, int[] ends) {
    var tokens = new ArrayList<Token>();
    var from = 0;
    for (var piece : pieces) {
      var to = from + piece.bytes.length();
      var start = from < to ? starts[from] : from == 0 ? 0 : ends[from - 1];
      var end = from < to ? ends[to - 1] : start;
      tokens.add(new Token(piece.id, piece.bytes, start, end, false));
      from = to;
    }
    return tokens;
  }

  /// Bytes of the whole character that begins at `at`, 0 if none does.
  private static int characterLength(byte[] bytes, int at) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    for (var length = 1; length <= 4 && at + length <= bytes.length; length++) {
      var out = CharBuffer.allocate(2);
      decoder.reset();
      var result = decoder.decode(ByteBuffer.wrap(bytes, at, length), out, true);
      if (!result.isError() && out.position() > 0) {
        return length;
      }
    }
    return 0;
  }
}
