// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Scene;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.stage.Window;
import polyseme.analysis.color.Theme;
import polyseme.app.theme.ThemeColors;

/// A part of the window that paints itself: a change only marks it, painting happens once a pulse.
public abstract class DrawnRegion extends Region {

  private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(this, "theme", Theme.DARK);
  private final DoubleProperty renderScale = new SimpleDoubleProperty(this, "renderScale", 0);
  private final ObservableValue<Number> outputScale =
      sceneProperty()
          .flatMap(Scene::windowProperty)
          .flatMap(Window::outputScaleXProperty)
          .orElse(1.0);
  private final ScaledCanvas canvas = new ScaledCanvas();

  DrawnRegion() {
    getChildren().add(canvas.node());
    theme.subscribe(this::redraw);
    renderScale.subscribe(this::redraw);
    outputScale.subscribe(this::redraw);
  }

  /// The theme it is painted in.
  ///
  /// @return the property
  public final ObjectProperty<Theme> themeProperty() {
    return theme;
  }

  /// Pixels of a picture for one pixel of the scene; 0, as at first, takes what the screen has.
  ///
  /// @return the property
  public final DoubleProperty renderScaleProperty() {
    return renderScale;
  }

  /// Pixels that are painted for one pixel of the scene.
  final double pixelScale() {
    return renderScale.get() > 0 ? renderScale.get() : outputScale.getValue().doubleValue();
  }

  final ThemeColors colors() {
    return ThemeColors.of(theme.get());
  }

  /// Paints at the next pulse.
  final void redraw() {
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    var width = getWidth();
    var height = getHeight();
    if (width >= 1 && height >= 1) {
      draw(canvas.begin(width, height, renderScale.get()), width, height);
    }
  }

  /// Moves and sizes the canvas by hand, for what is larger than can be seen.
  final ScaledCanvas canvas() {
    return canvas;
  }

  /// Paints everything.
  ///
  /// @param pen onto the cleared canvas, in pixels of the scene
  /// @param width of the region
  /// @param height of the region
  abstract void draw(GraphicsContext pen, double width, double height);
}
