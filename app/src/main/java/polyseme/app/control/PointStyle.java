// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

/// How points are drawn.
///
/// @param radius of a point, in pixels of the raster, above 0
/// @param opacity of a point, 0–1
/// @param dimmedOpacity of a point that is not selected while others are, 0–1
/// @param background opaque colour behind the points, `0xRRGGBB`
public record PointStyle(double radius, double opacity, double dimmedOpacity, int background) {

  /// Refuses points that cannot be seen.
  public PointStyle {
    if (!(radius > 0)) {
      throw new IllegalArgumentException("radius " + radius);
    }
  }
}
