// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.feather.Feather;
import polyseme.analysis.scan.Histogram;
import polyseme.app.control.Fx.Held;

final class SmallControlsTest {

  private static ColorLegend list(int entries) {
    var legend = new ColorLegend();
    legend.show(
        new LegendSpec.Categories(
            "Cluster",
            IntStream.range(0, entries)
                .mapToObj(i -> new LegendSpec.Entry("c" + i, i, 100 - i))
                .toList()));
    Fx.show(new VBox(legend), 300, 900);
    return legend;
  }

  @Test
  void aLegendSaysWhichThingIsPicked() throws Exception {
    Fx.run(() -> {
      var legend = list(3);
      var told = new ArrayList<String>();
      legend.setOnPick(index -> told.add("picked " + index));
      var rows = legend.lookupAll(".legend-row").toArray();
      assertEquals(List.of(), told);
      ((Button) rows[1]).fire();
      assertEquals(List.of("picked 1"), told);
      assertEquals("c1, 99", ((Button) rows[1]).getAccessibleText());
    });
  }

  @Test
  void aLongLegendSaysHowManyMoreThereAre() throws Exception {
    Fx.run(() -> {
      var legend = list(40);
      assertEquals(12, legend.lookupAll(".legend-row").size());
      var more = (Button) legend.lookup(".legend-more");
      assertEquals("28 more", more.getText());
      more.fire();
      assertEquals(40, legend.lookupAll(".legend-row").size());
    });
  }

  @Test
  void aBarOfColoursIsReadOut() throws Exception {
    Fx.run(() -> {
      var legend = new ColorLegend();
      legend.show(new LegendSpec.Diverging("L1.50", -1.5f, 4));
      Fx.show(new VBox(legend), 300, 100);
      assertEquals(
          "Colours of L1.50: from −1.5 over 0 to 4",
          legend.getChildren().getLast().getAccessibleText());
    });
  }

  @Test
  void aHistogramIsReadOutBarByBar() throws Exception {
    Fx.run(() -> {
      var plot = new HistogramPlot();
      assertEquals("No activations yet", plot.getAccessibleText());
      plot.setHistogram(new Histogram(List.of(-1.0, 0.0, 1.0), List.of(30L, 10L)));
      Fx.show(new VBox(plot), 300, 120);
      assertEquals("Histogram of 40 activations from −1 to 1", plot.getAccessibleText());
      Fx.press(plot, KeyCode.RIGHT, Held.NONE);
      Fx.press(plot, KeyCode.RIGHT, Held.NONE);
      assertEquals("0 … 1: 10 tokens (25 %)", plot.getAccessibleText());
    });
  }

  @Test
  void aTileReadsNameNumberAndUnit() throws Exception {
    Fx.run(() -> {
      var tile = new StatTile("Fires", "Share of tokens whose activation is above 0.");
      tile.setValue("0.9", "%");
      assertEquals("Fires: 0.9 %", tile.getAccessibleText());
      assertEquals("Share of tokens whose activation is above 0.", tile.getAccessibleHelp());
    });
  }

  @Test
  void anIconButtonHasWords() throws Exception {
    Fx.run(() -> {
      var pressed = new ArrayList<String>();
      var button = Icons.button(Feather.MAXIMIZE, "Show all (0)", () -> pressed.add("yes"));
      button.fire();
      assertEquals("Show all (0)", button.getAccessibleText());
      assertFalse(pressed.isEmpty());
    });
  }
}
