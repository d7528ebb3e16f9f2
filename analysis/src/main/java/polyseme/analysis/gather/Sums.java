// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

/// Adds up counters.
final class Sums {

  private Sums() {}

  static void add(long[] to, long[] from) {
    for (var i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }

  static void add(int[] to, int[] from) {
    for (var i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }
}
