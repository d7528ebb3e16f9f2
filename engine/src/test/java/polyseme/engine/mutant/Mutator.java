// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.mutant;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Changes a file in the ways that files go wrong or are made to: flipped bits, lost and added
/// bytes, a missing end, numbers at the edge of their type, lengths that lie, entries said twice.
public final class Mutator {

  /// Most structure lies this near to one of the ends.
  private static final int NEAR = 4_000;

  private static final int LONGEST_CUT = 64;
  private static final int MOST_CHANGES = 3;

  private static final List<String> VALUES =
      List.of(
          "0",
          "-1",
          "1",
          "255",
          "65536",
          "16777216",
          "2147483647",
          "2147483648",
          "-2147483648",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551615",
          "1e308",
          "1e-320",
          "1e999999999",
          "0.5",
          "NaN",
          "null",
          "true",
          "[]",
          "{}",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "[[[[[[[[]]]]]]]]");

  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    0x7f,
    0xff,
    0xffff,
    0x7fffffffL,
    0x80000000L,
    0xffffffffL,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 32,
    1L << 40
  };

  /// A number, word or quoted text that stands where JSON has a value.
  private static final Pattern VALUE =
      Pattern.compile("(?<=[:\\[,]) ?(-?\\d[\\d.eE+-]*|true|false|null|\"[^\"\\\\]*\")");

  /// A name with a value that is neither list nor object.
  private static final Pattern ENTRY =
      Pattern.compile("\"[^\"\\\\]*\" ?: ?(-?\\d[\\d.eE+-]*|true|false|null|\"[^\"\\\\]*\")");

  private static final Pattern WORD = Pattern.compile("[A-Za-z_0-9.]+");

  private final SplittableRandom random;

  /// Makes the mutants of one seed.
  ///
  /// @param seed the same gives the same mutants
  public Mutator(long seed) {
    random = new SplittableRandom(seed);
  }

  /// A choice.
  ///
  /// @param bound how many there are
  /// @return one of them, from 0
  public int choice(int bound) {
    return random.nextInt(bound);
  }

  /// Changes a text, mostly one of JSON.
  ///
  /// @param original its bytes
  /// @return other bytes
  public byte[] text(byte[] original) {
    var bytes = original;
    for (var i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
      // Latin-1 keeps every byte as it is.
      var text = new String(bytes, StandardCharsets.ISO_8859_1);
      bytes =
          switch (random.nextInt(8)) {
            case 0, 1 -> bytes(replaced(text, VALUE, VALUES.get(random.nextInt(VALUES.size()))));
            case 2 -> bytes(entryTwice(text));
            case 3 -> bytes(replaced(text, ENTRY, ""));
            case 4 -> bytes(wordOfAnotherPlace(text));
            default -> anywhere(bytes);
          };
    }
    return bytes;
  }

  /// Changes bytes without regard to what they mean.
  ///
  /// @param original the bytes
  /// @return other bytes
  public byte[] bytes(byte[] original) {
    var bytes = original;
    for (var i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
      bytes = random.nextInt(3) == 0 ? numberAtTheEdge(bytes) : anywhere(bytes);
    }
    return bytes;
  }

  /// Changes the header of a safetensors file, and its length so that it fits; or only the length.
  ///
  /// @param original the file
  /// @return another file
  public byte[] safetensors(byte[] original) {
    var good = ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN);
    var length = Math.toIntExact(good.getLong(0));
    if (random.nextInt(8) == 0) {
      var bytes = original.clone();
      var wrong =
          random.nextBoolean() ? length + random.nextInt(-9, 10) : NUMBERS[choice(NUMBERS.length)];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, wrong);
      return bytes;
    }
    var start = Long.BYTES + length;
    var header = text(Arrays.copyOfRange(original, Long.BYTES, start));
    return ByteBuffer.allocate(original.length - length + header.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(original, start, original.length - start)
        .array();
  }

  private static byte[] bytes(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }

  private String replaced(String text, Pattern what, String by) {
    var places = places(text, what);
    if (places.isEmpty()) {
      return text + by;
    }
    var place = places.get(random.nextInt(places.size()));
    return text.substring(0, place.start()) + by + text.substring(place.end());
  }

  private String entryTwice(String text) {
    var places = places(text, ENTRY);
    if (places.isEmpty()) {
      return text + text;
    }
    var place = places.get(random.nextInt(places.size()));
    return text.substring(0, place.end()) + "," + text.substring(place.start());
  }

  private String wordOfAnotherPlace(String text) {
    var places = places(text, WORD);
    return places.isEmpty()
        ? text
        : replaced(text, WORD, places.get(random.nextInt(places.size())).group());
  }

  /// All places, or half of the time those near the front and the end, so that a long list in
  /// between does not take all the changes.
  private List<MatchResult> places(String text, Pattern what) {
    var all = what.matcher(text).results().toList();
    var near = random.nextBoolean() ? text.length() : NEAR / 4;
    return all.stream()
        .filter(at -> at.start() < near || at.start() > text.length() - near)
        .toList();
  }

  private byte[] anywhere(byte[] bytes) {
    var at = place(bytes.length);
    return switch (random.nextInt(6)) {
      case 0, 1 -> with(bytes, at, (byte) (at < bytes.length ? bytes[at] ^ 1 << choice(8) : 0));
      case 2 -> with(bytes, at, (byte) random.nextInt(256));
      case 3 -> {
        var more = new byte[1 + random.nextInt(4)];
        random.nextBytes(more);
        yield joined(Arrays.copyOf(bytes, at), more, Arrays.copyOfRange(bytes, at, bytes.length));
      }
      case 4 -> {
        var end = Math.min(bytes.length, at + 1 + random.nextInt(LONGEST_CUT));
        yield joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
      }
      default ->
          random.nextInt(3) == 0
              ? Arrays.copyOf(bytes, at)
              : with(bytes, at, (byte) ('0' + random.nextInt(10)));
    };
  }

  private byte[] numberAtTheEdge(byte[] bytes) {
    var width = random.nextBoolean() ? Integer.BYTES : Long.BYTES;
    if (bytes.length < width) {
      return bytes;
    }
    var copy = bytes.clone();
    var buffer = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    var at = Math.min(place(bytes.length), bytes.length - width);
    var number = NUMBERS[random.nextInt(NUMBERS.length)];
    if (width == Integer.BYTES) {
      buffer.putInt(at, (int) number);
    } else {
      buffer.putLong(at, number);
    }
    return copy;
  }

  private int place(int length) {
    if (length == 0) {
      return 0;
    }
    var near = Math.min(length, NEAR);
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt(near);
      case 1 -> length - 1 - random.nextInt(near);
      default -> random.nextInt(length);
    };
  }

  private static byte[] with(byte[] bytes, int at, byte value) {
    var copy = bytes.clone();
    if (at < copy.length) {
      copy[at] = value;
    }
    return copy;
  }

  private static byte[] joined(byte[]... parts) {
    var all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (var part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
