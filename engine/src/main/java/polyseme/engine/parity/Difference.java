// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.parity;

import java.nio.FloatBuffer;

/// How two tensors of equally many numbers differ.
///
/// @param numbers how many numbers
/// @param maxAbs largest difference; NaN if one side has NaN, +∞ if only one side is infinite
/// @param squares sum of the squared differences
/// @param scale root mean square of the reference's finite numbers
record Difference(long numbers, double maxAbs, double squares, double scale) {

  /// Compares number by number. Equal infinities agree; NaN agrees with nothing, not even NaN.
  ///
  /// @param reference what is right
  /// @param model what the model computed, as many numbers
  /// @return how they differ
  static Difference between(FloatBuffer reference, FloatBuffer model) {
    var count = reference.remaining();
    var expectedAt = reference.position();
    var actualAt = model.position();
    var max = 0.0;
    var squares = 0.0;
    var energy = 0.0;
    var finite = 0L;
    for (var i = 0; i < count; i++) {
      var expected = reference.get(expectedAt + i);
      var actual = model.get(actualAt + i);
      if (Float.isFinite(expected)) {
        energy += (double) expected * expected;
        finite++;
      }
      var delta =
          expected == actual && !Float.isNaN(expected)
              ? 0
              : Math.abs((double) expected - (double) actual);
      max = Math.max(max, delta); // NaN stays NaN
      squares += delta * delta;
    }
    return new Difference(count, max, squares, finite == 0 ? 0 : Math.sqrt(energy / finite));
  }

  /// What is held against the tolerance.
  ///
  /// @return the difference, relative to the tensor's size where that is above 1
  double error() {
    return maxAbs / Math.max(1, scale);
  }

  double relative() {
    return maxAbs == 0 ? 0 : maxAbs / scale;
  }
}
