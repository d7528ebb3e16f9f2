// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.clusters;

import javafx.scene.layout.Region;

/// A number from −1 to 1 as a bar from the middle of its track.
final class SilhouetteBar extends Region {

  private static final double WIDTH = 64;
  private static final double HEIGHT = 8;

  private final Region track = new Region();
  private final Region bar = new Region();
  private double value;

  SilhouetteBar() {
    track.getStyleClass().add("silhouette-track");
    bar.getStyleClass().add("silhouette-bar");
    getChildren().addAll(track, bar);
    setMinSize(WIDTH, HEIGHT);
    setPrefSize(WIDTH, HEIGHT);
    setMaxSize(WIDTH, HEIGHT);
  }

  void show(double silhouette) {
    value = Double.isNaN(silhouette) ? 0 : Math.clamp(silhouette, -1, 1);
    bar.getStyleClass().remove("below");
    if (value < 0) {
      bar.getStyleClass().add("below");
    }
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    var middle = getWidth() / 2;
    var length = Math.abs(value) * middle;
    track.resizeRelocate(0, 0, getWidth(), getHeight());
    bar.resizeRelocate(value < 0 ? middle - length : middle, 0, length, getHeight());
  }
}
