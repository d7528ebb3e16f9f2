// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import polyseme.engine.text.Token;
import polyseme.engine.text.TokenizedText;

/// The bytes that each token of a vocabulary stands for.
final class Pieces {

  private static final String WORD_START = "\u2581";
  private static final int BYTE_FALLBACK_LENGTH = 6;
  private static final int HEX = 16;

  private final List<String> bytes;
  private final BitSet special = new BitSet();

  /// Spells every token.
  ///
  /// @param file the checked file
  Pieces(TokenizerFile file) {
    var pieces = file.pieces();
    var size = pieces.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    var spelled = new String[size];
    Arrays.fill(spelled, "");
    var symbols = new ByteSymbols();
    var byteLevel = file.byteLevel();
    var prefix = file.continuingPrefix();
    pieces.forEach(
        (piece, id) -> spelled[id] = byteLevel ? bytes(symbols, piece) : plain(piece, prefix));
    for (var token : file.addedTokens()) {
      if (byteLevel || token.special()) {
        spelled[token.id()] = ByteSymbols.utf8(token.content());
      }
      if (token.special()) {
        special.set(token.id());
      }
    }
    this.bytes = List.of(spelled);
  }

  private static String bytes(ByteSymbols symbols, String piece) {
    var known = symbols.bytes(piece);
    return known == null ? ByteSymbols.utf8(piece) : known;
  }

  /// A piece of a vocabulary of characters: `▁` is a space, `<0xE2>` a byte, `##` a piece within a
  /// word.
  private static String plain(String piece, String prefix) {
    if (piece.length() == BYTE_FALLBACK_LENGTH && piece.matches("<0x[0-9A-F]{2}>")) {
      return String.valueOf((char) Integer.parseInt(piece.substring(3, 5), HEX));
    }
    var inner = !prefix.isEmpty() && piece.startsWith(prefix) && !piece.equals(prefix);
    return ByteSymbols.utf8(
        (inner ? piece.substring(prefix.length()) : piece).replace(WORD_START, " "));
  }

  /// Numbers run from 0 to one less than this.
  int size() {
    return bytes.size();
  }

  /// A control token, which is no part of the text.
  ///
  /// @param id its number
  /// @param at where it stands
  Token special(int id, int at) {
    return new Token(id, bytes.get(id), at, at, true);
  }

  /// A token over a span of the text.
  Token spanning(int id, int start, int end) {
    return new Token(id, bytes.get(id), start, end, special.get(id));
  }

  /// Adds tokens whose bytes make up the text exactly, or with one space in front of it that
  /// belongs to the tokenizer.
  ///
  /// @param text the text
  /// @param ids the numbers of its tokens
  /// @param tokens where they are added
  /// @return false, with nothing added, if the bytes are not those of the text: the tokenizer
  ///   changed it
  boolean appendByBytes(String text, long[] ids, List<Token> tokens) {
    var spelled = new StringBuilder(text.length());
    for (var id : ids) {
      spelled.append(bytes.get((int) id));
    }
    var wanted = ByteSymbols.utf8(text);
    var invented = spelled.length() - wanted.length();
    var exact =
        (invented == 0 || (invented == 1 && spelled.charAt(0) == ' '))
            && wanted.contentEquals(spelled.substring(invented));
    if (!exact) {
      return false;
    }
    var read = new ByteText(wanted);
    var at = 0;
    for (var id : ids) {
      var to = at + bytes.get((int) id).length();
      var from = Math.max(at - invented, 0);
      tokens.add(spanning((int) id, read.start(from), read.end(from, Math.max(to - invented, 0))));
      at = to;
    }
    return true;
  }

  /// Puts tokens into words. Special tokens spell nothing; bytes that are no character become
  /// U+FFFD.
  TokenizedText spell(List<Integer> ids) {
    var spelled = new StringBuilder();
    for (var id : ids) {
      spelled.append(ofText(id));
    }
    var read = new ByteText(spelled.toString());
    var tokens = new ArrayList<Token>();
    var at = 0;
    for (var id : ids) {
      var to = at + ofText(id).length();
      tokens.add(
          special.get(id)
              ? special(id, read.start(at))
              : new Token(id, bytes.get(id), read.start(at), read.end(at, to), false));
      at = to;
    }
    return new TokenizedText(read.text(), tokens);
  }

  private String ofText(int id) {
    if (id < 0 || id >= bytes.size()) {
      throw new IllegalArgumentException("token %d of %d".formatted(id, bytes.size()));
    }
    return special.get(id) ? "" : bytes.get(id);
  }
}
