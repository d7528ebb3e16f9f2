// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.duplicate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Signatures of many documents, in blocks, so that growing copies none.
final class Signatures {

  private static final int LENGTH = MinHash.FUNCTIONS;
  private static final int BLOCK = 1024;

  private final List<byte[]> blocks = new ArrayList<>();
  private int size;

  int size() {
    return size;
  }

  void add(byte[] signature) {
    if (size % BLOCK == 0) {
      blocks.add(new byte[BLOCK * LENGTH]);
    }
    System.arraycopy(signature, 0, block(size), begin(size), LENGTH);
    size++;
  }

  /// The bytes that hold a signature …
  byte[] block(int number) {
    return blocks.get(number / BLOCK);
  }

  /// … and where in them it begins.
  int begin(int number) {
    return number % BLOCK * LENGTH;
  }

  /// Whether `length` bytes from `from` on are those of a signature.
  boolean samePart(int number, byte[] signature, int from, int length) {
    var begin = begin(number) + from;
    return Arrays.equals(signature, from, from + length, block(number), begin, begin + length);
  }

  /// In how many bytes a signature agrees with another.
  int agreement(int number, byte[] signature) {
    var block = block(number);
    var begin = begin(number);
    var count = 0;
    for (var i = 0; i < LENGTH; i++) {
      count += signature[i] == block[begin + i] ? 1 : 0;
    }
    return count;
  }

  void copy(int number, byte[] into) {
    System.arraycopy(block(number), begin(number), into, 0, LENGTH);
  }

  long bytes() {
    return (long) blocks.size() * BLOCK * LENGTH;
  }
}
