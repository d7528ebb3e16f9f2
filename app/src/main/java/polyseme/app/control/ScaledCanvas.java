// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.transform.Affine;
import javafx.scene.transform.Scale;

/// A canvas that can be given more pixels than its size asks for, so that a picture of it taken at
/// twice the size is drawn and not magnified.
final class ScaledCanvas {

  private final Canvas canvas = new Canvas();
  private final Scale shrink = new Scale(1, 1, 0, 0);
  private double factor = 1;

  ScaledCanvas() {
    canvas.getTransforms().add(shrink);
    canvas.setMouseTransparent(true);
    canvas.setManaged(false);
  }

  Canvas node() {
    return canvas;
  }

  /// Clears everything and starts anew.
  ///
  /// @param width in pixels of the scene
  /// @param height in pixels of the scene
  /// @param pixels of the picture for one pixel of the scene; 0 leaves it to the screen
  GraphicsContext begin(double width, double height, double pixels) {
    factor = pixels > 0 ? pixels : 1;
    shrink.setX(1 / factor);
    shrink.setY(1 / factor);
    canvas.setWidth(Math.ceil(width * factor));
    canvas.setHeight(Math.ceil(height * factor));
    var pen = canvas.getGraphicsContext2D();
    pen.setTransform(new Affine());
    pen.setGlobalAlpha(1);
    // clearing all of it also forgets what was drawn before
    pen.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    pen.scale(factor, factor);
    return pen;
  }
}
