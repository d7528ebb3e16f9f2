// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.heatmap;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import polyseme.analysis.markup.Markup;
import polyseme.engine.text.Token;

/// A token as people see it: its text, with marks in place of what cannot be seen.
///
/// A line end is the mark `⏎` and then the line end itself, a tab `⇥`, a no-break space `⍽`; other
/// controls, direction marks and zero-width characters are written out as in `\u200B`, bytes that
/// are no whole character as in `\xE2`. Marks are parts of their own, so that a text that has a `⏎`
/// of its own is told apart.
///
/// @param parts text and marks in order; none for an empty token
/// @param special whether it is a control token such as the beginning of the text
public record VisibleToken(List<Part> parts, boolean special) {

  /// Keeps the parts unchangeable.
  public VisibleToken {
    parts = List.copyOf(parts);
  }

  /// A stretch of a token.
  ///
  /// @param text what is shown
  /// @param mark whether it stands for something that cannot be seen
  public record Part(String text, boolean mark) {}

  /// Makes a token visible.
  ///
  /// @param token any token
  /// @return how to show it
  public static VisibleToken of(Token token) {
    var parts = new Parts();
    var bytes = ByteBuffer.wrap(token.bytes().getBytes(StandardCharsets.ISO_8859_1));
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var chars = CharBuffer.allocate(bytes.remaining() + 1);
    while (true) {
      decoder.reset();
      var result = decoder.decode(bytes, chars, true);
      chars.flip().codePoints().forEach(parts::add);
      chars.clear();
      if (!result.isError()) {
        return new VisibleToken(parts.list(), token.special());
      }
      for (var i = 0; i < result.length(); i++) {
        parts.mark("\\x%02X".formatted(bytes.get() & 0xFF));
      }
    }
  }

  /// The whole token with its marks, on one line.
  ///
  /// @return text and marks without line ends
  public String display() {
    return parts.stream()
        .map(Part::text)
        .filter(text -> !text.equals("\n"))
        .collect(Collectors.joining());
  }

  /// Collects characters, runs of visible ones together.
  private static final class Parts {

    private final List<Part> done = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder();

    void add(int c) {
      switch (c) {
        case '\n' -> {
          mark("⏎");
          done.add(new Part("\n", false));
        }
        case '\t' -> mark("⇥");
        case 0xA0 -> mark("⍽");
        default -> {
          if (Markup.isInvisible(c)) {
            mark(Markup.writtenOut(c));
          } else {
            plain.appendCodePoint(c);
          }
        }
      }
    }

    void mark(String text) {
      flush();
      done.add(new Part(text, true));
    }

    List<Part> list() {
      flush();
      return done;
    }

    private void flush() {
      if (!plain.isEmpty()) {
        done.add(new Part(plain.toString(), false));
        plain.setLength(0);
      }
    }
  }
}
