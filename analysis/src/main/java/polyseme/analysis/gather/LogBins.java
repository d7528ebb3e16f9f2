// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

/// Bins for activations of any size: by sign, power of two and quarter of the octave, a bin for 0,
/// one either side for what is nearer to 0 than 2⁻¹⁶ and one for what is 2¹⁵ or more away from it.
///
/// Ascending, so that bin `i` holds the floats `lowerEdge(i) ≤ x < lowerEdge(i + 1)`, exactly.
public final class LogBins {

  /// Number of bins.
  public static final int COUNT = 253;

  /// The bin of 0; lower ones are negative, higher ones positive.
  public static final int ZERO = 126;

  private static final int LAST = 125;
  private static final int KEPT_BITS = 21;
  private static final int LOWEST_KEY = ((127 - 16) << 2) - 1;

  private LogBins() {}

  /// Bin of a finite activation.
  ///
  /// @param value the activation
  /// @return from 0 to `COUNT − 1`
  public static int of(float value) {
    return ofBits(Float.floatToRawIntBits(value));
  }

  /// Bin of a finite activation given by its bits; without branches, so that loops over it become
  /// vector instructions.
  ///
  /// @param bits as of [Float#floatToRawIntBits]
  /// @return from 0 to `COUNT − 1`
  public static int ofBits(int bits) {
    var magnitude = bits & 0x7FFF_FFFF;
    var isOther = (magnitude | -magnitude) >>> 31; // 0 for ±0, else 1
    var key = Math.min(Math.max((magnitude >>> KEPT_BITS) - LOWEST_KEY + 1, isOther), LAST + 1);
    var sign = bits >> 31;
    return ZERO + ((key ^ sign) - sign);
  }

  /// The least float of a bin; `bin` may be [#COUNT], which gives +∞.
  ///
  /// @param bin from 0 to `COUNT`
  /// @return the edge
  public static float lowerEdge(int bin) {
    if (bin > ZERO) {
      return magnitudeEdge(bin - ZERO);
    }
    return bin == ZERO ? 0f : Math.nextUp(-magnitudeEdge(ZERO - bin + 1));
  }

  /// Least magnitude of the bins `key` away from that of 0.
  private static float magnitudeEdge(int key) {
    if (key == 1) {
      return Float.MIN_VALUE;
    }
    return key > LAST + 1
        ? Float.POSITIVE_INFINITY
        : Float.intBitsToFloat((key - 1 + LOWEST_KEY) << KEPT_BITS);
  }
}
