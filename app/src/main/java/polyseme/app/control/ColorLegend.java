// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import java.util.List;
import java.util.function.IntConsumer;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;
import polyseme.analysis.color.Theme;
import polyseme.app.theme.ThemeColors;

/// Says what colours stand for: a bar with numbers, or a list of things that can be picked.
public final class ColorLegend extends VBox {

  private static final int SHOWN = 12;
  private static final double ROW_PADDING = 2;
  private static final double DOT = 4.5;

  private final Label title = new Label();
  private final LegendBar bar = new LegendBar();
  private final VBox list = new VBox();
  private IntConsumer onPick = _ -> {};

  /// Makes a legend that is not seen until it has something to say.
  public ColorLegend() {
    getStyleClass().add("color-legend");
    title.getStyleClass().add("legend-title");
    list.getStyleClass().add("legend-list");
    getChildren().setAll(title);
    setVisible(false);
  }

  /// The theme it is painted in.
  ///
  /// @return the property
  public ObjectProperty<Theme> themeProperty() {
    return bar.themeProperty();
  }

  /// As [DrawnRegion#renderScaleProperty].
  ///
  /// @return the property
  public DoubleProperty renderScaleProperty() {
    return bar.renderScaleProperty();
  }

  /// Is told when a thing of a list is picked.
  ///
  /// @param action takes its place in the list, from 0
  public void setOnPick(IntConsumer action) {
    onPick = action;
  }

  /// Explains other colours.
  ///
  /// @param spec what they stand for
  public void show(LegendSpec spec) {
    title.setText(spec.title());
    switch (spec) {
      case LegendSpec.Diverging _, LegendSpec.Sequential _ -> {
        bar.show(spec);
        getChildren().setAll(title, bar);
      }
      case LegendSpec.Categories(_, var entries) -> {
        fill(entries, SHOWN);
        getChildren().setAll(title, list);
      }
    }
    setVisible(true);
  }

  private void fill(List<LegendSpec.Entry> entries, int most) {
    list.getChildren().clear();
    var shown = entries.size() <= most + 1 ? entries.size() : most;
    for (var i = 0; i < shown; i++) {
      list.getChildren().add(row(entries.get(i), i));
    }
    if (shown < entries.size()) {
      var more = new Button("%,d more".formatted(entries.size() - shown));
      more.getStyleClass().addAll("flat", "legend-more");
      more.setOnAction(_ -> fill(entries, Integer.MAX_VALUE - 1));
      list.getChildren().add(more);
    }
  }

  private Node row(LegendSpec.Entry entry, int index) {
    var dot = new Circle(DOT, ThemeColors.color(entry.rgb()));
    var name = new Label(entry.name());
    name.getStyleClass().add("legend-name");
    HBox.setHgrow(name, Priority.ALWAYS);
    name.setMaxWidth(Double.MAX_VALUE);
    name.setMinWidth(0);
    var count = new Label("%,d".formatted(entry.count()));
    count.getStyleClass().add("legend-count");
    count.setMinWidth(Region.USE_PREF_SIZE);
    var parts = new HBox(8, dot, name, count);
    parts.setAlignment(Pos.CENTER_LEFT);
    var row = new Button(null, parts);
    row.getStyleClass().add("legend-row");
    row.setMaxWidth(Double.MAX_VALUE);
    parts.prefWidthProperty().bind(row.widthProperty().subtract(ROW_PADDING));
    row.setAccessibleText("%s, %,d".formatted(entry.name(), entry.count()));
    row.setOnAction(_ -> onPick.accept(index));
    return row;
  }
}
