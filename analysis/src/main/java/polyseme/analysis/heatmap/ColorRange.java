// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.heatmap;

import polyseme.engine.tensor.FloatVector;

/// The activations at which the colours of a heat map are full.
///
/// @param min at or below this the low colour is full; not above 0
/// @param max at or above this the high colour is full; not below 0
public record ColorRange(float min, float max) {

  /// Refuses ranges that do not hold 0.
  public ColorRange {
    if (!(min <= 0 && max >= 0)) {
      throw new IllegalArgumentException("range %s … %s does not hold 0".formatted(min, max));
    }
  }

  /// The range that just covers some activations, the same distance to both sides of 0 so that
  /// equal strength is equal colour.
  ///
  /// @param activations any
  /// @return the range; ±0 when all are 0
  public static ColorRange symmetric(FloatVector activations) {
    var reach = 0f;
    for (var i = 0; i < activations.size(); i++) {
      var size = Math.abs(activations.get(i));
      reach = Float.isFinite(size) ? Math.max(reach, size) : reach;
    }
    return new ColorRange(-reach, reach);
  }
}
