// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.color.DivergingScale;
import polyseme.analysis.color.Sequential;
import polyseme.app.theme.Fonts;
import polyseme.app.theme.ThemeColors;

/// A bar of colours with the numbers they stand for.
final class LegendBar extends DrawnRegion {

  private static final double BAR = 10;
  private static final double HEIGHT = 28;

  private static final double LABEL_ROOM = 44;

  private @Nullable LegendSpec spec;

  LegendBar() {
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
  }

  void show(LegendSpec what) {
    spec = what;
    switch (what) {
      case LegendSpec.Diverging(var title, var min, var max) ->
          setAccessibleText(
              "Colours of %s: from %s over 0 to %s"
                  .formatted(title, Numbers.brief(min), Numbers.brief(max)));
      case LegendSpec.Sequential(var title, var min, var max) ->
          setAccessibleText(
              "Colours of %s: from %s to %s"
                  .formatted(title, Numbers.brief(min), Numbers.brief(max)));
      case LegendSpec.Categories _ -> {}
    }
    redraw();
  }

  @Override
  protected double computePrefWidth(double height) {
    return 176;
  }

  @Override
  protected double computePrefHeight(double width) {
    return HEIGHT;
  }

  @Override
  protected double computeMinHeight(double width) {
    return HEIGHT;
  }

  @Override
  void draw(GraphicsContext pen, double width, double height) {
    switch (spec) {
      case null -> {}
      case LegendSpec.Diverging(_, var min, var max) -> diverging(pen, width, min, max);
      case LegendSpec.Sequential(_, var min, var max) -> sequential(pen, width, min, max);
      case LegendSpec.Categories _ -> {}
    }
  }

  private void diverging(GraphicsContext pen, double width, float min, float max) {
    var span = max - min;
    for (var x = 0; x < width; x++) {
      var value = (float) (min + span * (x + 0.5) / width);
      var rgb = DivergingScale.rgb(value, min, max, themeProperty().get());
      pen.setFill(ThemeColors.color(rgb));
      pen.fillRect(x, 0, Math.min(1, width - x), BAR);
    }
    frame(pen, width);
    var zero = span > 0 ? width * -min / span : width / 2;
    if (min < 0) {
      number(pen, TextAlignment.LEFT, 0, min);
    }
    // decision: where 0 would run into the number of an end, its tick alone stays
    if ((min == 0 || zero > LABEL_ROOM) && (max == 0 || zero < width - LABEL_ROOM)) {
      number(pen, TextAlignment.CENTER, Math.clamp(zero, 4, width - 4), 0);
    }
    if (max > 0) {
      number(pen, TextAlignment.RIGHT, width, max);
    }
    pen.setStroke(colors().muted());
    pen.strokeLine(Math.floor(zero) + 0.5, BAR, Math.floor(zero) + 0.5, BAR + 3);
  }

  private void sequential(GraphicsContext pen, double width, double min, double max) {
    for (var x = 0; x < width; x++) {
      pen.setFill(ThemeColors.color(Sequential.viridis((x + 0.5) / width)));
      pen.fillRect(x, 0, Math.min(1, width - x), BAR);
    }
    frame(pen, width);
    number(pen, TextAlignment.LEFT, 0, min);
    number(pen, TextAlignment.CENTER, width / 2, (min + max) / 2);
    number(pen, TextAlignment.RIGHT, width, max);
  }

  private void frame(GraphicsContext pen, double width) {
    pen.setStroke(colors().border());
    pen.setLineWidth(1);
    pen.strokeRect(0.5, 0.5, width - 1, BAR - 1);
  }

  private void number(GraphicsContext pen, TextAlignment align, double x, double value) {
    pen.setFont(Fonts.ui(11));
    pen.setFill(colors().muted());
    pen.setTextAlign(align);
    pen.setTextBaseline(VPos.TOP);
    pen.fillText(Numbers.brief(value), x, BAR + 3);
  }
}
