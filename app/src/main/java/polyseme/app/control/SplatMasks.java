// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

/// How much of each pixel a small disc covers, for a centre at each of 4 × 4 places within a pixel.
final class SplatMasks {

  /// Places a pixel's side is divided into.
  static final int PLACES = 4;

  private static final int SAMPLES = 16;

  private final double radius;
  private final double opacity;
  private final int reach;
  private final int side;
  private final int[][] masks = new int[PLACES * PLACES][];

  /// Measures the disc.
  ///
  /// @param radius in pixels, above 0
  /// @param opacity 0–1, multiplied into the coverage
  SplatMasks(double radius, double opacity) {
    this.radius = radius;
    this.opacity = opacity;
    reach = (int) Math.ceil(radius);
    side = 2 * reach + 1;
    for (var place = 0; place < masks.length; place++) {
      masks[place] = mask(place % PLACES, place / PLACES);
    }
  }

  private int[] mask(int placeX, int placeY) {
    var mask = new int[side * side];
    var centreX = reach + (placeX + 0.5) / PLACES;
    var centreY = reach + (placeY + 0.5) / PLACES;
    for (var row = 0; row < side; row++) {
      for (var column = 0; column < side; column++) {
        var share = coverage(column - centreX, row - centreY, radius * radius);
        mask[row * side + column] = (int) Math.round(256 * share * opacity);
      }
    }
    return mask;
  }

  private static double coverage(double left, double top, double squaredRadius) {
    var hits = 0;
    for (var i = 0; i < SAMPLES; i++) {
      var x = left + (i + 0.5) / SAMPLES;
      for (var j = 0; j < SAMPLES; j++) {
        var y = top + (j + 0.5) / SAMPLES;
        hits += x * x + y * y <= squaredRadius ? 1 : 0;
      }
    }
    return hits / (double) (SAMPLES * SAMPLES);
  }

  boolean fits(double otherRadius, double otherOpacity) {
    return radius == otherRadius && opacity == otherOpacity;
  }

  /// Pixels the mask goes out from that of the centre to every side.
  int reach() {
    return reach;
  }

  /// Pixels along a side of the mask.
  int side() {
    return side;
  }

  /// Coverage of each pixel, 0–256, row by row.
  int[] at(int placeX, int placeY) {
    return masks[placeY * PLACES + placeX];
  }
}
