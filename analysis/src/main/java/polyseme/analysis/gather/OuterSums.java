// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

/// Adds products of weights and rows of numbers to rows of sums: the inner loop of everything that
/// multiplies matrices here.
///
/// Every sum takes its products in the order of the rows, by fused multiplication and addition, so
/// the bits are the same on every machine.
final class OuterSums {

  /// Rows taken at a time: [#add] reads so many from `first` on.
  static final int ROWS = 4;

  /// Sums of a strip, so that two rows of sums and four of numbers lie in the first cache.
  static final int STRIP = 512;

  private OuterSums() {}

  /// Adds `weights[first + i] · rows[first + i]`, i from 0 to 3, to two rows of sums.
  ///
  /// Two and four: with more the compiler no longer makes vector instructions of the loop (its
  /// limit on a loop's size), with fewer it loads and stores more than it computes. Measured.
  static void add(
      float[] sums0, float[] sums1, float[] weights0, float[] weights1, float[][] rows, int first) {
    var p0 = weights0[first];
    var p1 = weights0[first + 1];
    var p2 = weights0[first + 2];
    var p3 = weights0[first + 3];
    var q0 = weights1[first];
    var q1 = weights1[first + 1];
    var q2 = weights1[first + 2];
    var q3 = weights1[first + 3];
    var r0 = rows[first];
    var r1 = rows[first + 1];
    var r2 = rows[first + 2];
    var r3 = rows[first + 3];
    for (var n = 0; n < sums0.length; n++) {
      var x = Math.fma(p0, r0[n], sums0[n]);
      var y = Math.fma(q0, r0[n], sums1[n]);
      x = Math.fma(p1, r1[n], x);
      y = Math.fma(q1, r1[n], y);
      x = Math.fma(p2, r2[n], x);
      y = Math.fma(q2, r2[n], y);
      sums0[n] = Math.fma(p3, r3[n], x);
      sums1[n] = Math.fma(q3, r3[n], y);
    }
  }

  /// A number rounded up to whole groups of [#ROWS].
  static int padded(int count) {
    return (count + ROWS - 1) / ROWS * ROWS;
  }

  /// Room for rows of a strip of `width` numbers that begins at `from`.
  static float[][] strip(int rows, int from, int width) {
    return new float[rows][Math.min(STRIP, width - from)];
  }

  /// Number of strips.
  static int strips(int width) {
    return (width + STRIP - 1) / STRIP;
  }
}
