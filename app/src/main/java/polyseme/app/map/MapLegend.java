// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.map;

import java.util.List;
import java.util.function.IntConsumer;
import javafx.scene.layout.StackPane;
import polyseme.app.control.ColorLegend;
import polyseme.app.control.LegendSpec;
import polyseme.app.theme.ThemeModel;

/// What the map's colours mean, over its corner.
final class MapLegend extends StackPane {

  MapLegend(PointColours.Legend legend, ThemeModel theme, IntConsumer pick) {
    var shown = new ColorLegend();
    shown.themeProperty().bind(theme.themeProperty());
    shown.setOnPick(pick);
    switch (legend) {
      case PointColours.Legend.Groups(var title, var entries) ->
          shown.show(new LegendSpec.Categories(title, items(entries)));
      case PointColours.Legend.Scale(var title, _, var low, var high) ->
          shown.show(new LegendSpec.Sequential(title, low, high));
    }
    getChildren().add(shown);
  }

  private static List<LegendSpec.Entry> items(List<PointColours.Entry> entries) {
    return entries.stream()
        .map(entry -> new LegendSpec.Entry(entry.name(), entry.rgb(), entry.count()))
        .toList();
  }
}
