// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

/// A rectangle of the plane.
///
/// @param minX left
/// @param minY bottom
/// @param maxX right
/// @param maxY top
public record PlaneBounds(double minX, double minY, double maxX, double maxY) {

  /// The view that shows all of the rectangle, the same scale both ways.
  ///
  /// @param width of the screen, pixels
  /// @param height of the screen, pixels
  /// @param margin pixels left free at every side
  /// @return the view
  public Viewport fit(double width, double height, double margin) {
    var spanX = Math.max(maxX - minX, 1e-9);
    var spanY = Math.max(maxY - minY, 1e-9);
    var room = Math.max(1, width - 2 * margin) / spanX;
    var scale = Math.min(room, Math.max(1, height - 2 * margin) / spanY);
    return new Viewport(
        scale,
        scale,
        width / 2 - scale * (minX + maxX) / 2,
        height / 2 + scale * (minY + maxY) / 2);
  }

  /// The view that shows all of the rectangle, as large as there is room for each way.
  ///
  /// @param width of the screen, pixels
  /// @param height of the screen, pixels
  /// @param margin pixels left free at every side
  /// @return the view
  public Viewport stretch(double width, double height, double margin) {
    var scaleX = Math.max(1, width - 2 * margin) / Math.max(maxX - minX, 1e-9);
    var scaleY = Math.max(1, height - 2 * margin) / Math.max(maxY - minY, 1e-9);
    return new Viewport(
        scaleX,
        scaleY,
        width / 2 - scaleX * (minX + maxX) / 2,
        height / 2 + scaleY * (minY + maxY) / 2);
  }

  /// Whether a point lies inside or on the border.
  ///
  /// @param x its place
  /// @param y its place
  /// @return true when inside
  public boolean holds(double x, double y) {
    return x >= minX && x <= maxX && y >= minY && y <= maxY;
  }
}
