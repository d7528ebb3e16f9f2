// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

/// Where the plane of the points lies on the screen: `screen x = offsetX + scaleX · x`, `screen y =
/// offsetY − scaleY · y` (y points up in the plane, down on the screen).
///
/// @param scaleX pixels a unit of x, above 0
/// @param scaleY pixels a unit of y, above 0
/// @param offsetX where x = 0 lies, in pixels from the left
/// @param offsetY where y = 0 lies, in pixels from the top
public record Viewport(double scaleX, double scaleY, double offsetX, double offsetY) {

  /// Refuses scales that show nothing.
  public Viewport {
    if (!(scaleX > 0 && scaleY > 0)) {
      throw new IllegalArgumentException("scales %s and %s".formatted(scaleX, scaleY));
    }
  }

  /// From the plane to the screen.
  ///
  /// @param x in the plane
  /// @return pixels from the left
  public double screenX(double x) {
    return offsetX + scaleX * x;
  }

  /// From the plane to the screen.
  ///
  /// @param y in the plane
  /// @return pixels from the top
  public double screenY(double y) {
    return offsetY - scaleY * y;
  }

  /// From the screen to the plane.
  ///
  /// @param screenX pixels from the left
  /// @return x in the plane
  public double planeX(double screenX) {
    return (screenX - offsetX) / scaleX;
  }

  /// From the screen to the plane.
  ///
  /// @param screenY pixels from the top
  /// @return y in the plane
  public double planeY(double screenY) {
    return (offsetY - screenY) / scaleY;
  }

  /// Moves what is seen.
  ///
  /// @param dx pixels to the right
  /// @param dy pixels down
  /// @return the moved view
  public Viewport panned(double dx, double dy) {
    return new Viewport(scaleX, scaleY, offsetX + dx, offsetY + dy);
  }

  /// Comes nearer or goes away; the point under the pointer stays.
  ///
  /// @param factor above 1 comes nearer
  /// @param screenX pointer, pixels from the left
  /// @param screenY pointer, pixels from the top
  /// @return the zoomed view
  public Viewport zoomed(double factor, double screenX, double screenY) {
    return new Viewport(
        scaleX * factor,
        scaleY * factor,
        screenX + (offsetX - screenX) * factor,
        screenY + (offsetY - screenY) * factor);
  }

  /// The same view on a screen with more pixels.
  ///
  /// @param factor pixels there for one here
  /// @return the view in those pixels
  public Viewport scaled(double factor) {
    return new Viewport(scaleX * factor, scaleY * factor, offsetX * factor, offsetY * factor);
  }
}
