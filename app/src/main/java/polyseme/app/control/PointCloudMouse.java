// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import java.util.BitSet;
import javafx.scene.Cursor;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.ZoomEvent;
import org.jspecify.annotations.Nullable;

/// The mouse over a map of points.
final class PointCloudMouse {

  private static final double REACH = 12;
  private static final double STILL = 4;
  private static final double ZOOM_PER_PIXEL = 0.004;

  /// What a drag that has begun does.
  private enum Drag {
    NOTHING_YET,
    PAN,
    BOX,
    LASSO
  }

  private final PointCloud cloud;
  private Drag drag = Drag.NOTHING_YET;
  private double startX;
  private double startY;
  private double lastX;
  private double lastY;
  private @Nullable Loop loop;

  PointCloudMouse(PointCloud cloud) {
    this.cloud = cloud;
  }

  void listen() {
    cloud.setOnMouseMoved(this::moved);
    cloud.setOnMouseExited(_ -> cloud.hoverRowProperty().set(PointCloud.NONE));
    cloud.setOnMousePressed(this::pressed);
    cloud.setOnMouseDragged(this::dragged);
    cloud.setOnMouseReleased(this::released);
    cloud.setOnScroll(this::scrolled);
    cloud.setOnZoom(this::pinched);
  }

  private int pointAt(double x, double y) {
    var points = cloud.picker();
    return points == null ? PointCloud.NONE : points.nearest(cloud.viewport(), x, y, REACH);
  }

  private void moved(MouseEvent event) {
    cloud.hoverRowProperty().set(pointAt(event.getX(), event.getY()));
  }

  private void pressed(MouseEvent event) {
    cloud.requestFocus();
    drag = Drag.NOTHING_YET;
    startX = event.getX();
    startY = event.getY();
    lastX = startX;
    lastY = startY;
    event.consume();
  }

  private void dragged(MouseEvent event) {
    if (drag == Drag.NOTHING_YET) {
      if (Math.hypot(event.getX() - startX, event.getY() - startY) < STILL) {
        return;
      }
      begin(event);
    }
    switch (drag) {
      case NOTHING_YET -> {}
      case PAN -> cloud.look(cloud.viewport().panned(event.getX() - lastX, event.getY() - lastY));
      case BOX -> show(box(event.getX(), event.getY()), event);
      case LASSO -> {
        if (loop != null) {
          loop.add(event.getX(), event.getY());
          show(loop, event);
        }
      }
    }
    lastX = event.getX();
    lastY = event.getY();
    event.consume();
  }

  private void begin(MouseEvent event) {
    cloud.hoverRowProperty().set(PointCloud.NONE);
    drag = kindOf(event);
    loop = new Loop();
    loop.add(startX, startY);
    cloud.setCursor(drag == Drag.PAN ? Cursor.CLOSED_HAND : Cursor.CROSSHAIR);
  }

  private Drag kindOf(MouseEvent event) {
    if (event.getButton() != MouseButton.PRIMARY) {
      return Drag.PAN;
    }
    return switch (cloud.toolProperty().get()) {
      case PAN -> withKey(event) ? Drag.BOX : Drag.PAN;
      case BOX -> Drag.BOX;
      case LASSO -> Drag.LASSO;
    };
  }

  private static boolean withKey(MouseEvent event) {
    return event.isShiftDown() || event.isShortcutDown() || event.isAltDown();
  }

  private Loop box(double x, double y) {
    var corners = new Loop();
    corners.add(startX, startY);
    corners.add(x, startY);
    corners.add(x, y);
    corners.add(startX, y);
    return corners;
  }

  private void show(Loop caught, MouseEvent event) {
    loop = drag == Drag.LASSO ? loop : caught;
    cloud.painter().setCaught(caught, gesture(event));
    cloud.redraw();
  }

  private SelectGesture gesture(MouseEvent event) {
    if (event.isAltDown()) {
      return SelectGesture.SUBTRACT;
    }
    // decision: with the hand, Shift only asks for the box; with a catching tool it adds
    var adds =
        event.isShortcutDown()
            || (event.isShiftDown() && cloud.toolProperty().get() != SelectTool.PAN);
    return adds ? SelectGesture.ADD : SelectGesture.REPLACE;
  }

  private void released(MouseEvent event) {
    if (drag == Drag.NOTHING_YET) {
      dragged(event); // a quick hand: the system may have told nothing of the way between
    }
    switch (drag) {
      case NOTHING_YET -> clicked(event);
      case PAN -> {}
      case BOX, LASSO -> caught(event);
    }
    drag = Drag.NOTHING_YET;
    loop = null;
    cloud.painter().setCaught(null, SelectGesture.REPLACE);
    cloud.setCursor(Cursor.DEFAULT);
    cloud.redraw();
    event.consume();
  }

  private void caught(MouseEvent event) {
    var points = cloud.picker();
    var screen = loop;
    if (points == null || screen == null) {
      return;
    }
    var view = cloud.viewport();
    var plane = new Loop();
    for (var i = 0; i < screen.size(); i++) {
      plane.add(view.planeX(screen.x(i)), view.planeY(screen.y(i)));
    }
    cloud.select(
        drag == Drag.BOX ? points.within(plane.bounds()) : points.within(plane), gesture(event));
  }

  private void clicked(MouseEvent event) {
    if (event.getButton() != MouseButton.PRIMARY) {
      return;
    }
    var row = pointAt(event.getX(), event.getY());
    if (row == PointCloud.NONE) {
      if (event.getClickCount() == 2) {
        cloud.fit();
      }
    } else if (withKey(event)) {
      var one = new BitSet();
      one.set(row);
      cloud.select(one, event.isAltDown() ? SelectGesture.SUBTRACT : SelectGesture.ADD);
    } else if (event.getClickCount() == 2) {
      cloud.open(row);
    } else {
      cloud.pick(row);
    }
  }

  private void scrolled(ScrollEvent event) {
    if (event.getDeltaY() != 0) {
      var factor = Math.exp(ZOOM_PER_PIXEL * event.getDeltaY());
      cloud.look(cloud.viewport().zoomed(factor, event.getX(), event.getY()));
      moved(event.getX(), event.getY());
    }
    event.consume();
  }

  private void moved(double x, double y) {
    cloud.hoverRowProperty().set(pointAt(x, y));
  }

  private void pinched(ZoomEvent event) {
    cloud.look(cloud.viewport().zoomed(event.getZoomFactor(), event.getX(), event.getY()));
    event.consume();
  }
}
