// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.color;

/// Colours of numbers from low to high, readable by colour-blind eyes and in grey.
public final class Sequential {

  // 33 of the 256 colours of viridis (Smith, van der Walt, Firing 2015; CC0).
  private static final Ramp VIRIDIS =
      new Ramp(
          0x440154, 0x470D60, 0x48186A, 0x482374, 0x472D7B, 0x453781, 0x424086, 0x3E4989, 0x3B528B,
          0x375B8D, 0x33638D, 0x2F6B8E, 0x2C728E, 0x297A8E, 0x26828E, 0x23898E, 0x21918C, 0x1F978B,
          0x1F9F88, 0x21A685, 0x27AD81, 0x31B57B, 0x3DBC74, 0x4CC26C, 0x5CC863, 0x6ECE58, 0x81D34D,
          0x95D840, 0xAADC32, 0xC0DF25, 0xD5E21A, 0xEAE51A, 0xFDE725);

  private Sequential() {}

  /// Viridis: dark violet over green to yellow, lightness rising evenly.
  ///
  /// @param t from 0 to 1, clamped; NaN gives a grey
  /// @return `0xRRGGBB`
  public static int viridis(double t) {
    return Double.isNaN(t) ? 0x8A8F98 : VIRIDIS.at(Math.clamp(t, 0.0, 1.0));
  }
}
