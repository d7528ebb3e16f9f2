// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.duplicate;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Signatures of documents: the share of bytes in which two agree estimates how many of their token
/// 5-grams they share (Broder 1997), of which only a byte each is kept (Li and König 2010).
final class MinHash {

  /// Hash functions, and bytes of a signature.
  static final int FUNCTIONS = 144;

  /// Tokens of a shingle.
  static final int SHINGLE = 5;

  private static final double CHANCE = 1.0 / 256;

  private final int seed;
  private final int[] factors = new int[FUNCTIONS];
  private final int[] offsets = new int[FUNCTIONS];
  private final int[] least = new int[FUNCTIONS];

  MinHash(long seed) {
    var random = new SplittableRandom(seed);
    this.seed = random.nextInt();
    for (var i = 0; i < FUNCTIONS; i++) {
      factors[i] = random.nextInt() | 1;
      offsets[i] = random.nextInt();
    }
  }

  /// Computes the signature of a document of at least one token.
  void sign(int[] tokens, byte[] signature) {
    Arrays.fill(least, Integer.MAX_VALUE);
    var length = Math.min(SHINGLE, tokens.length);
    for (var begin = 0; begin + length <= tokens.length; begin++) {
      lower(shingle(tokens, begin, length));
    }
    for (var i = 0; i < FUNCTIONS; i++) {
      signature[i] = (byte) (mixed(least[i]) >>> 24);
    }
  }

  /// One loop over arrays without branches: the compiler makes vector instructions of it.
  private void lower(int hash) {
    for (var i = 0; i < FUNCTIONS; i++) {
      least[i] = Math.min(least[i], hash * factors[i] + offsets[i]);
    }
  }

  private int shingle(int[] tokens, int begin, int length) {
    var hash = seed;
    for (var i = begin; i < begin + length; i++) {
      hash = mixed(hash ^ tokens[i]) + 0x9E3779B9;
    }
    return mixed(hash ^ length);
  }

  /// Every bit of the result depends on every bit of the number; different numbers stay different.
  static int mixed(int number) {
    var x = number;
    x = (x ^ x >>> 16) * 0x7FEB352D;
    x = (x ^ x >>> 15) * 0x846CA68B;
    return x ^ x >>> 16;
  }

  /// How many bytes must agree for an estimated Jaccard index. Bytes of different shingles agree by
  /// chance once in 256 times, which the estimate takes off.
  static int agreeing(double jaccard) {
    return (int) Math.ceil(FUNCTIONS * (jaccard * (1 - CHANCE) + CHANCE));
  }
}
