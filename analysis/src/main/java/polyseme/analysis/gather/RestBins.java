// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

/// 64 bins for an activation's distance from the neuron's resting level, fixed before the scan by
/// that level and the exponent `e` of [Quanta] alone.
///
/// Either side: nearer than 2^(e − 11) (but not 0), half octaves up to 2^(e − 4), quarter octaves
/// up to 2^e, and beyond; below the resting level the last two are one. Bin [#AT_REST] holds
/// exactly the resting level, so those are true ties. The bin never falls as the activation grows.
final class RestBins {

  static final int COUNT = 64;
  static final int AT_REST = 31;

  private static final int KEPT_BITS = 21;
  private static final int HALVES = 28;
  private static final int LAST = 44;

  private final float[][] levels;
  private final int[][] lowest;
  private final float[] apart;

  /// Fixes the bins.
  ///
  /// @param width neurons of a layer
  RestBins(Resting resting, int width) {
    var layers = resting.size() / width;
    apart = new float[width];
    levels = new float[layers][width];
    lowest = new int[layers][width];
    for (var row = 0; row < resting.size(); row++) {
      levels[row / width][row % width] = resting.level(row);
      lowest[row / width][row % width] =
          (resting.quanta().exponent(row) - 11 + Float.MAX_EXPONENT) << 2;
    }
  }

  /// Bin of one activation.
  int of(int row, float value) {
    var layer = row / apart.length;
    var n = row % apart.length;
    return bin(Float.floatToRawIntBits(value - levels[layer][n]), lowest[layer][n]);
  }

  /// Bins of a layer's neurons at one token.
  void fill(float[] values, int layer, int[] bins) {
    // in loops of one index and in three of them, else they do not become vector instructions
    // (JDK 25: ten times slower)
    subtract(values, levels[layer], apart);
    bitsOf(apart, bins);
    binsOf(bins, lowest[layer]);
  }

  private static void subtract(float[] values, float[] levels, float[] apart) {
    for (var n = 0; n < values.length; n++) {
      apart[n] = values[n] - levels[n];
    }
  }

  private static void bitsOf(float[] values, int[] bits) {
    for (var n = 0; n < values.length; n++) {
      bits[n] = Float.floatToRawIntBits(values[n]);
    }
  }

  private static void binsOf(int[] bits, int[] lowest) {
    for (var n = 0; n < bits.length; n++) {
      bits[n] = bin(bits[n], lowest[n]);
    }
  }

  private static int bin(int bits, int lowest) {
    var magnitude = bits & 0x7FFF_FFFF;
    var isApart = (magnitude | -magnitude) >> 31; // 0 at rest, else −1
    var quarter = Math.min(Math.max((magnitude >>> KEPT_BITS) - lowest, -1), LAST);
    var key = (Math.min(quarter, HALVES) >> 1) + Math.max(quarter - HALVES, 0) + 2;
    var sign = bits >> 31;
    var kept = Math.min(key, AT_REST + 1 + sign) & isApart;
    return AT_REST + ((kept ^ sign) - sign);
  }
}
