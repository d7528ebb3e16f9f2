// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.util.Arrays;

/// Sums of some neurons of a layer for [CoherenceSums]: in float over some tokens, in units of 2^e,
/// and in whole steps over all before.
final class CoherenceStrip {

  final long[][] steps; // Σb, Σb², Σbp by direction

  private static final double STEPS = 1L << Quanta.FRACTION_BITS;
  private static final double SQUARE_STEPS = 1L << Quanta.SQUARE_FRACTION_BITS;

  private static final int TILE = 8;

  private final int from;
  private final float[][] sums;
  private final float[] levels;
  private final float[] units; // 2^−e
  private final float[][] rises;

  /// @param from first neuron in the layer
  /// @param sums zeros, `[2 + directions, neuron]`
  /// @param rises scratch of the worker, `[token of a block, neuron]`, as wide as a strip or wider
  CoherenceStrip(int from, float[][] sums, float[][] rises) {
    this.from = from;
    this.sums = sums;
    var width = sums[0].length;
    steps = new long[sums.length][width];
    levels = new float[width];
    units = new float[width];
    this.rises = rises;
  }

  /// @param firstRow row of the strip's first neuron
  void setLevels(Resting resting, int firstRow) {
    for (var n = 0; n < levels.length; n++) {
      levels[n] = resting.level(firstRow + n);
      units[n] = Math.scalb(1f, -resting.quanta().exponent(firstRow + n));
    }
  }

  /// @param counted which tokens of the block, `count` of them
  /// @param weights their context vectors, `[direction, token]`, zeros behind them
  void add(Block block, int[] counted, int count, float[][] weights) {
    var padded = OuterSums.padded(count);
    for (var t = 0; t < count; t++) {
      System.arraycopy(block.values(counted[t]), from, rises[t], 0, levels.length);
      rise(rises[t], levels, units);
    }
    for (var t = count; t < padded; t++) {
      Arrays.fill(rises[t], 0f);
    }
    for (var t = 0; t < padded; t += OuterSums.ROWS) {
      addMasses(t);
    }
    for (var tile = 0; tile < padded; tile += TILE) { // so many rows fit the first cache
      for (var d = 0; d < weights.length; d += 2) {
        for (var t = tile; t < Math.min(tile + TILE, padded); t += OuterSums.ROWS) {
          OuterSums.add(sums[d + 2], sums[d + 3], weights[d], weights[d + 1], rises, t);
        }
      }
    }
  }

  private static void rise(float[] values, float[] levels, float[] units) {
    for (var n = 0; n < levels.length; n++) {
      var above = Math.max((values[n] - levels[n]) * units[n], 0f);
      values[n] = Math.min(above, Quanta.MOST_UNITS);
    }
  }

  private void addMasses(int first) {
    var mass = sums[0];
    var squares = sums[1];
    var r0 = rises[first];
    var r1 = rises[first + 1];
    var r2 = rises[first + 2];
    var r3 = rises[first + 3];
    for (var n = 0; n < mass.length; n++) {
      mass[n] += (r0[n] + r1[n]) + (r2[n] + r3[n]);
      squares[n] += (r0[n] * r0[n] + r1[n] * r1[n]) + (r2[n] * r2[n] + r3[n] * r3[n]);
    }
  }

  /// Rounds what was summed in float to steps, and begins anew.
  void fold() {
    for (var i = 0; i < sums.length; i++) {
      fold(sums[i], i == 1 ? SQUARE_STEPS : STEPS, steps[i]);
    }
  }

  private static void fold(float[] sums, double scale, long[] steps) {
    for (var n = 0; n < sums.length; n++) {
      steps[n] += (long) Math.rint(sums[n] * scale);
    }
    Arrays.fill(sums, 0f);
  }
}
