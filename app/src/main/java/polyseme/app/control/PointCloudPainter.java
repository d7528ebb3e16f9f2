// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import polyseme.app.theme.Fonts;

/// Paints what lies over the points: axes, labels, rings, flags, the catching box and loop.
final class PointCloudPainter {

  private static final double RING_GAP = 4;
  private static final double FLAG_HEIGHT = 22;
  private static final double EDGE = 8;
  private static final double LABEL_HEIGHT = 20;
  private static final double LABEL_EDGE = 7;
  private static final double LABEL_DOT = 13;

  /// Where a label may go, in heights of a label from the middle of its points.
  private static final double[] LABEL_SHIFTS = {0, -1, 1};

  private final PointCloud cloud;
  private final TextRuler ruler = new TextRuler();
  private final Font labelFont = Fonts.bold(12);
  private final Font smallFont = Fonts.ui(11);
  private List<PointCloud.Label> labels = List.of();
  private String titleX = "";
  private String titleY = "";
  private @Nullable Loop caught;
  private SelectGesture gesture = SelectGesture.REPLACE;

  PointCloudPainter(PointCloud cloud) {
    this.cloud = cloud;
  }

  void setLabels(List<PointCloud.Label> words) {
    labels = List.copyOf(words);
  }

  void setAxisTitles(String x, String y) {
    titleX = x;
    titleY = y;
  }

  /// Shows what is being caught, in pixels of the scene; null for nothing.
  void setCaught(@Nullable Loop loop, SelectGesture what) {
    caught = loop;
    gesture = what;
  }

  void paint(GraphicsContext pen, double width, double height) {
    var hover = cloud.hoverRowProperty().get();
    var focus = cloud.focusRowProperty().get();
    var flag = flagOf(focus, labelFont, null);
    paintAxes(pen, width, height);
    paintLabels(pen, flag);
    paintCaught(pen);
    if (hover != focus) {
      paintRing(pen, hover, 1.25);
    }
    paintRing(pen, focus, 2.25);
    paintFlag(pen, focus, labelFont, flag);
    if (hover != focus) {
      paintFlag(pen, hover, smallFont, flagOf(hover, smallFont, flag));
    }
    if (cloud.isFocusVisible()) {
      pen.setStroke(cloud.colors().accent());
      pen.setLineWidth(2);
      pen.strokeRect(1, 1, width - 2, height - 2);
    }
  }

  private void paintAxes(GraphicsContext pen, double width, double height) {
    if (titleX.isEmpty() && titleY.isEmpty()) {
      return;
    }
    var colors = cloud.colors();
    var view = cloud.viewport();
    pen.setStroke(colors.faint());
    pen.setLineWidth(1);
    pen.setGlobalAlpha(0.5);
    var x = Math.rint(view.screenX(0)) + 0.5;
    var y = Math.rint(view.screenY(0)) + 0.5;
    pen.strokeLine(x, 0, x, height);
    pen.strokeLine(0, y, width, y);
    pen.setGlobalAlpha(1);
    pen.setFont(smallFont);
    pen.setTextAlign(TextAlignment.RIGHT);
    pen.setTextBaseline(VPos.BOTTOM);
    haloText(pen, titleX + " →", width - EDGE, height - EDGE);
    pen.setTextAlign(TextAlignment.LEFT);
    pen.setTextBaseline(VPos.TOP);
    haloText(pen, "↑ " + titleY, EDGE, EDGE);
  }

  private void haloText(GraphicsContext pen, String text, double x, double y) {
    pen.setStroke(cloud.colors().plot());
    pen.setLineWidth(3);
    pen.strokeText(text, x, y);
    pen.setFill(cloud.colors().muted());
    pen.fillText(text, x, y);
  }

  // Two labels never overlap: one that would moves up or down by its own height, or gives way.
  private void paintLabels(GraphicsContext pen, @Nullable Bounds flag) {
    var view = cloud.viewport();
    var width = cloud.getWidth();
    var height = cloud.getHeight();
    var taken = new ArrayList<Bounds>();
    if (flag != null) {
      taken.add(flag);
    }
    pen.setFont(labelFont);
    for (var label : labels) {
      var x = view.screenX(label.x());
      var y = view.screenY(label.y());
      if (x > 0 && x < width && y > 0 && y < height) {
        var wide = Math.ceil(ruler.width(label.text(), labelFont)) + LABEL_DOT + 2 * LABEL_EDGE;
        for (var shift : LABEL_SHIFTS) {
          var left = Math.rint(Math.clamp(x - wide / 2, 2, Math.max(2, width - wide - 2)));
          var top = Math.rint(y - LABEL_HEIGHT / 2 + shift * (LABEL_HEIGHT + 2));
          var place = new BoundingBox(left, top, wide, LABEL_HEIGHT);
          if (taken.stream().noneMatch(place::intersects)) {
            taken.add(place);
            paintLabel(pen, label, place);
            break;
          }
        }
      }
    }
  }

  private void paintLabel(GraphicsContext pen, PointCloud.Label label, Bounds at) {
    var middle = at.getMinY() + at.getHeight() / 2;
    pen.setGlobalAlpha(0.82);
    pen.setFill(cloud.colors().plot());
    pen.fillRoundRect(
        at.getMinX(), at.getMinY(), at.getWidth(), at.getHeight(), LABEL_HEIGHT, LABEL_HEIGHT);
    pen.setGlobalAlpha(1);
    pen.setFill(label.color());
    pen.fillOval(at.getMinX() + LABEL_EDGE, middle - 4, 8, 8);
    pen.setTextAlign(TextAlignment.LEFT);
    pen.setTextBaseline(VPos.CENTER);
    pen.setFill(cloud.colors().text());
    pen.fillText(label.text(), at.getMinX() + LABEL_EDGE + LABEL_DOT, middle);
  }

  private boolean canBeSeen(int row) {
    return row != PointCloud.NONE && cloud.picker() != null && cloud.isShown(row);
  }

  private void paintRing(GraphicsContext pen, int row, double thickness) {
    var points = cloud.picker();
    if (points == null || !canBeSeen(row)) {
      return;
    }
    var view = cloud.viewport();
    var x = view.screenX(points.x(row));
    var y = view.screenY(points.y(row));
    var radius = cloud.pointRadiusProperty().get() + RING_GAP;
    pen.setStroke(cloud.colors().plot());
    pen.setLineWidth(thickness + 2);
    pen.strokeOval(x - radius, y - radius, 2 * radius, 2 * radius);
    pen.setStroke(cloud.colors().ring());
    pen.setLineWidth(thickness);
    pen.strokeOval(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  // To the right of the point; to its left where the window ends or another flag is.
  private @Nullable Bounds flagOf(int row, Font font, @Nullable Bounds other) {
    var width = cloud.getWidth();
    var points = cloud.picker();
    if (points == null || !canBeSeen(row)) {
      return null;
    }
    var view = cloud.viewport();
    var x = view.screenX(points.x(row));
    var y = view.screenY(points.y(row));
    if (x < 0 || x > width || y < 0 || y > cloud.getHeight()) {
      return null;
    }
    var wide = Math.ceil(ruler.width(cloud.name(row), font)) + 2 * EDGE;
    var gap = cloud.pointRadiusProperty().get() + RING_GAP + 6;
    var right = flagAt(x + gap, y, wide);
    var left = flagAt(x - gap - wide, y, wide);
    var leftOnly = right.getMaxX() > width - EDGE;
    var place = leftOnly || (other != null && other.intersects(right)) ? left : right;
    if (other != null && other.intersects(place)) {
      place = flagAt(place.getMinX(), other.getMaxY() + FLAG_HEIGHT / 2 + 12, wide);
    }
    return place;
  }

  private Bounds flagAt(double left, double y, double wide) {
    var lowest = Math.max(2, cloud.getHeight() - FLAG_HEIGHT - 2);
    var top = Math.clamp(y - FLAG_HEIGHT / 2 - 10, 2, lowest);
    return new BoundingBox(Math.rint(left), Math.rint(top), wide, FLAG_HEIGHT);
  }

  private void paintFlag(GraphicsContext pen, int row, Font font, @Nullable Bounds at) {
    if (at == null) {
      return;
    }
    var left = at.getMinX();
    var top = at.getMinY();
    pen.setFill(cloud.colors().raised());
    pen.fillRoundRect(left, top, at.getWidth(), FLAG_HEIGHT, 8, 8);
    pen.setStroke(cloud.colors().border());
    pen.setLineWidth(1);
    pen.strokeRoundRect(left + 0.5, top + 0.5, at.getWidth() - 1, FLAG_HEIGHT - 1, 8, 8);
    pen.setFill(cloud.colors().text());
    pen.setFont(font);
    pen.setTextAlign(TextAlignment.LEFT);
    pen.setTextBaseline(VPos.CENTER);
    pen.fillText(cloud.name(row), left + EDGE, top + FLAG_HEIGHT / 2);
  }

  private void paintCaught(GraphicsContext pen) {
    var loop = caught;
    if (loop == null || loop.size() < 2) {
      return;
    }
    pen.beginPath();
    pen.moveTo(loop.x(0), loop.y(0));
    for (var i = 1; i < loop.size(); i++) {
      pen.lineTo(loop.x(i), loop.y(i));
    }
    pen.closePath();
    pen.setFill(cloud.colors().accent());
    pen.setGlobalAlpha(0.12);
    pen.fill();
    pen.setGlobalAlpha(1);
    pen.setStroke(cloud.colors().accent());
    pen.setLineWidth(1.5);
    if (gesture == SelectGesture.SUBTRACT) {
      pen.setLineDashes(2, 4);
    } else {
      pen.setLineDashes(6, 4);
    }
    pen.stroke();
    pen.setLineDashes();
  }
}
