// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

/// Turns single activations into whole steps, see [Quanta]: towards 0, cut at what one token may
/// reach. So a sum of them is off by less than a step a token.
final class TokenSteps {

  private static final int MOST = (int) Quanta.MOST_STEPS;

  /// `steps + MOST` has none of these bits unless the steps are at the limit or beyond.
  private static final int BEYOND = -(2 * MOST);

  private final float[] scales;
  private final int[] rests;
  private final int[] cuts;

  TokenSteps(Resting resting) {
    scales = new float[resting.size()];
    rests = new int[resting.size()];
    cuts = new int[resting.size()];
    for (var row = 0; row < scales.length; row++) {
      scales[row] = Math.scalb(1f, Quanta.FRACTION_BITS - resting.quanta().exponent(row));
      rests[row] = Math.clamp((long) (resting.level(row) * scales[row]), -MOST, MOST);
    }
  }

  /// How many activations of a neuron were cut.
  int[] cuts() {
    return cuts;
  }

  /// Fills `steps` with those of a token.
  ///
  /// @param base row of the layer's first neuron
  void convert(float[] values, int base, int[] steps) {
    if ((convert(values, scales, base, steps) & BEYOND) != 0) {
      cut(base, steps);
    }
  }

  private static int convert(float[] values, float[] scales, int base, int[] steps) {
    var bits = 0;
    for (var n = 0; n < steps.length; n++) {
      var s = (int) (values[n] * scales[base + n]); // saturates
      steps[n] = s;
      bits |= s + MOST;
    }
    return bits;
  }

  private void cut(int base, int[] steps) {
    for (var n = 0; n < steps.length; n++) {
      var s = Math.clamp(steps[n], -MOST, MOST);
      cuts[base + n] += s == steps[n] ? 0 : 1;
      steps[n] = s;
    }
  }

  /// Adds the steps of a token.
  static void addSums(int[] steps, long[] sums) {
    for (var n = 0; n < steps.length; n++) {
      sums[n] += steps[n];
    }
  }

  /// Adds what the steps of a token are above the resting levels.
  ///
  /// @param base row of the layer's first neuron
  void addMasses(int[] steps, int base, long[] masses) {
    addMasses(steps, rests, base, masses);
  }

  private static void addMasses(int[] steps, int[] rests, int base, long[] masses) {
    for (var n = 0; n < steps.length; n++) {
      masses[n] += Math.max(0, steps[n] - rests[base + n]);
    }
  }
}
