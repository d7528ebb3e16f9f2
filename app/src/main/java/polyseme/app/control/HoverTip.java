// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/// One small flag beside the pointer, shared by all that a plot has to say.
final class HoverTip {

  private static final double BELOW = 18;
  private static final double BESIDE = 12;

  private final Node owner;
  private @Nullable Tooltip tooltip;

  HoverTip(Node owner) {
    this.owner = owner;
  }

  /// Shows words at a place of the owner, at once.
  void show(String text, double x, double y) {
    var scene = owner.getScene();
    if (scene == null || scene.getWindow() == null || !scene.getWindow().isShowing()) {
      return;
    }
    var flag = tooltip;
    if (flag == null) {
      flag = new Tooltip();
      flag.getStyleClass().add("hover-tip");
      tooltip = flag;
    }
    flag.setText(text);
    Point2D place = owner.localToScreen(x + BESIDE, y + BELOW);
    if (place != null) {
      flag.show(owner, place.getX(), place.getY());
    }
  }

  void hide() {
    if (tooltip != null) {
      tooltip.hide();
    }
  }
}
