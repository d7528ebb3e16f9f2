// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

/// How points are drawn.
///
/// @param radius of a point, in pixels of the raster, above 0
/// @param opacity of a point, 0–1
/// @param dimmed how much of its colour is left to a point that is not selected while others are,
///   0–1; the rest is background, so that many on top of each other stay dim
/// @param background opaque colour behind the points, `0xRRGGBB`
public record PointStyle(double radius, double opacity, double dimmed, int background) {

  /// Refuses points that cannot be seen.
  public PointStyle {
    if (!(radius > 0)) {
      throw new IllegalArgumentException("radius " + radius);
    }
  }
}
