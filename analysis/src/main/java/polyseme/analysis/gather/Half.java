// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

/// Numbers in half precision.
public final class Half {

  /// The greatest number that half precision has.
  public static final float MOST = 65504f;

  private Half() {}

  /// The nearest number of half precision.
  ///
  /// @param value a number; what lies beyond ±65,504 is cut there
  /// @return its bits
  public static short of(float value) {
    return Float.floatToFloat16(Math.min(Math.max(value, -MOST), MOST));
  }
}
