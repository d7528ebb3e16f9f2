// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

/// The random numbers that decide which activations a neuron's mass-weighted sample keeps.
///
/// Every token and neuron has a number u, uniform between 0 and 1, made from seed, document,
/// position and row. An activation at distance w from the resting level has the key `−ln u / w`;
/// the sample keeps the least keys. That is weighted sampling without replacement (Efraimidis and
/// Spirakis 2006).
///
/// The upper 32 bits of 1 − u are cheap, so that a loop over neurons can refuse almost every
/// activation by `−ln u ≥ 1 − u`; the lower 32 are made only for what is left.
final class WeightedDraw {

  /// Distances below are none: there products in float would lose digits.
  static final float LEAST_DISTANCE = 0x1p-100f;

  private static final double BELOW_ONE = Math.nextDown(1.0);
  private static final long ROW_STEP = 0xD1342543DE82EF95L; // odd, so that all rows differ

  private final long seed;

  WeightedDraw(long seed) {
    this.seed = seed;
  }

  /// A neuron's part of the upper bits.
  int neuronBits(int row) {
    return (int) PositionPicker.hash(seed, -1, row);
  }

  /// A token's part of the upper bits.
  int placeBits(int document, int position) {
    return (int) (PositionPicker.hash(seed, document, position) >>> 32);
  }

  /// The upper bits: both parts together, mixed by MurmurHash3's 32-bit finaliser (Appleby). Only
  /// 32-bit operations, of which the compiler makes vector instructions.
  static int upper(int neuronBits, int placeBits) {
    var h = neuronBits ^ placeBits;
    h = (h ^ (h >>> 16)) * 0x85EBCA6B;
    h = (h ^ (h >>> 13)) * 0xC2B2AE35;
    return h ^ (h >>> 16);
  }

  /// A lower bound of `−ln u`, but for a rounding of 2⁻²⁴.
  static float bound(int upper) {
    return (upper >>> 1) * 0x1p-31f;
  }

  /// The upper bits of a token and neuron.
  int upper(int row, Drawn entry) {
    return upper(neuronBits(row), placeBits(entry.document(), entry.position()));
  }

  /// The key of an activation; the same on every machine.
  ///
  /// @param upper as of [#upper(int, Drawn)]
  /// @param distance from the resting level, at least [#LEAST_DISTANCE]
  double key(int row, Drawn entry, int upper, float distance) {
    var mixed =
        PositionPicker.hash(seed + ROW_STEP * (row + 1L), entry.document(), entry.position());
    var fromOne = (upper & 0xFFFF_FFFFL) * 0x1p-32 + ((mixed >>> 32) + 0.5) * 0x1p-64;
    return -StrictMath.log1p(-Math.min(fromOne, BELOW_ONE)) / distance;
  }
}
