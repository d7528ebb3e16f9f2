// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import java.nio.IntBuffer;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.Workers;

/// Shows the raster of the points; the screen reads the very pixels the raster draws into.
final class PointImage {

  private final ImageView view = new ImageView();
  private final Workers workers;
  private @Nullable Raster raster;
  private @Nullable PixelBuffer<IntBuffer> buffer;

  PointImage(Workers workers) {
    this.workers = workers;
    view.setMouseTransparent(true);
    view.setManaged(false);
    view.setSmooth(false);
  }

  ImageView node() {
    return view;
  }

  /// Draws the points anew, in the pixels of the screen.
  void draw(PointRaster points, Viewport viewport, PointStyle style, Frame frame) {
    var target = sized(frame);
    points.draw(target, viewport.scaled(frame.scale()), style, workers);
    if (buffer != null) {
      buffer.updateBuffer(_ -> null);
    }
  }

  private Raster sized(Frame frame) {
    var width = frame.pixelWidth();
    var height = frame.pixelHeight();
    var old = raster;
    if (old != null && old.width() == width && old.height() == height) {
      return old;
    }
    var fresh = new Raster(width, height);
    var pixels =
        new PixelBuffer<>(
            width, height, IntBuffer.wrap(fresh.pixels()), PixelFormat.getIntArgbPreInstance());
    raster = fresh;
    buffer = pixels;
    view.setImage(new WritableImage(pixels));
    view.setFitWidth(width / frame.scale());
    view.setFitHeight(height / frame.scale());
    return fresh;
  }

  void clear() {
    view.setImage(null);
    raster = null;
    buffer = null;
  }

  /// A size of the screen and its pixels.
  record Frame(double width, double height, double scale) {
    int pixelWidth() {
      return Math.max(1, (int) Math.ceil(width * scale));
    }

    int pixelHeight() {
      return Math.max(1, (int) Math.ceil(height * scale));
    }
  }
}
