// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import java.util.BitSet;
import javafx.scene.input.KeyEvent;

/// The keyboard over a map of points.
final class PointCloudKeys {

  private static final double STEP = 64;
  private static final double ZOOM = 1.25;

  private final PointCloud cloud;

  PointCloudKeys(PointCloud cloud) {
    this.cloud = cloud;
  }

  void listen() {
    cloud.setOnKeyPressed(this::pressed);
  }

  private void pressed(KeyEvent event) {
    // Alt+arrows walk the window's history
    if (cloud.picker() != null && !event.isAltDown() && handled(event)) {
      event.consume();
    }
  }

  private boolean handled(KeyEvent event) {
    switch (event.getCode()) {
      case LEFT, KP_LEFT -> arrow(event, -1, 0);
      case RIGHT, KP_RIGHT -> arrow(event, 1, 0);
      case UP, KP_UP -> arrow(event, 0, -1);
      case DOWN, KP_DOWN -> arrow(event, 0, 1);
      case SPACE -> addFocus();
      case ENTER -> openFocus();
      case PLUS, EQUALS, ADD -> zoom(ZOOM);
      case MINUS, SUBTRACT -> zoom(1 / ZOOM);
      case DIGIT0, NUMPAD0 -> cloud.fit();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void arrow(KeyEvent event, int dx, int dy) {
    if (event.isShortcutDown()) {
      cloud.look(cloud.viewport().panned(-dx * STEP, -dy * STEP));
    } else {
      walk(dx, dy);
    }
  }

  private void walk(int dx, int dy) {
    var points = cloud.picker();
    if (points == null) {
      return;
    }
    var view = cloud.viewport();
    var from = cloud.focusRowProperty().get();
    var to =
        from == PointCloud.NONE
            ? points.nearest(view, cloud.getWidth() / 2, cloud.getHeight() / 2, Double.MAX_VALUE)
            : points.next(view, from, dx, dy);
    if (to != PointCloud.NONE) {
      cloud.pick(to);
      cloud.reveal(to);
    }
  }

  private void addFocus() {
    var row = cloud.focusRowProperty().get();
    if (row != PointCloud.NONE) {
      var one = new BitSet();
      one.set(row);
      cloud.select(one, SelectGesture.ADD);
    }
  }

  private void openFocus() {
    var row = cloud.focusRowProperty().get();
    if (row != PointCloud.NONE) {
      cloud.open(row);
    }
  }

  private void zoom(double factor) {
    cloud.look(cloud.viewport().zoomed(factor, cloud.getWidth() / 2, cloud.getHeight() / 2));
  }
}
