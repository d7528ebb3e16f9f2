// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import java.util.Arrays;

/// A loop drawn by hand; its end is joined to its start.
public final class Loop {

  private double[] x = new double[64];
  private double[] y = new double[64];
  private int corners;

  /// Goes on to a corner.
  ///
  /// @param cornerX its place
  /// @param cornerY its place
  public void add(double cornerX, double cornerY) {
    if (corners == x.length) {
      x = Arrays.copyOf(x, 2 * corners);
      y = Arrays.copyOf(y, 2 * corners);
    }
    x[corners] = cornerX;
    y[corners] = cornerY;
    corners++;
  }

  /// How many corners there are.
  ///
  /// @return the number
  public int size() {
    return corners;
  }

  /// The place of a corner.
  ///
  /// @param corner from 0
  /// @return its x
  public double x(int corner) {
    return x[corner];
  }

  /// The place of a corner.
  ///
  /// @param corner from 0
  /// @return its y
  public double y(int corner) {
    return y[corner];
  }

  /// The smallest rectangle around the loop.
  ///
  /// @return the rectangle; empty when there are no corners
  public PlaneBounds bounds() {
    var minX = Arrays.stream(x, 0, corners).min().orElse(0);
    var maxX = Arrays.stream(x, 0, corners).max().orElse(0);
    var minY = Arrays.stream(y, 0, corners).min().orElse(0);
    var maxY = Arrays.stream(y, 0, corners).max().orElse(0);
    return new PlaneBounds(minX, minY, maxX, maxY);
  }

  /// Whether a point lies inside: a line from it crosses the loop an odd number of times.
  ///
  /// @param pointX its place
  /// @param pointY its place
  /// @return true when inside
  public boolean holds(double pointX, double pointY) {
    var inside = false;
    for (int i = 0, before = corners - 1; i < corners; before = i++) {
      var straddles = y[i] > pointY != y[before] > pointY;
      if (straddles && pointX < (x[before] - x[i]) * (pointY - y[i]) / (y[before] - y[i]) + x[i]) {
        inside = !inside;
      }
    }
    return inside;
  }
}
