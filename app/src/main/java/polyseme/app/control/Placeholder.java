// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import javafx.scene.control.Label;

/// The sentence in the middle of a plot that has nothing to show.
final class Placeholder extends Label {

  private static final double MARGIN = 32;

  Placeholder() {
    getStyleClass().add("placeholder");
    setWrapText(true);
    setManaged(false);
    setMouseTransparent(true);
  }

  /// Puts itself in the middle of a plot.
  void centre(double width, double height) {
    var ownWidth = Math.min(prefWidth(-1), Math.max(0, width - 2 * MARGIN));
    var ownHeight = prefHeight(ownWidth);
    resizeRelocate(
        Math.rint((width - ownWidth) / 2),
        Math.rint((height - ownHeight) / 2),
        ownWidth,
        ownHeight);
  }
}
