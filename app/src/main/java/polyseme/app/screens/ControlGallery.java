// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.screens;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import javafx.beans.property.SimpleStringProperty;
import javafx.collections.FXCollections;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.RangeSlider;
import org.controlsfx.control.SegmentedButton;
import org.kordamp.ikonli.feather.Feather;
import polyseme.analysis.color.Categorical;
import polyseme.analysis.color.Theme;
import polyseme.app.control.ColorLegend;
import polyseme.app.control.EmptyState;
import polyseme.app.control.HistogramPlot;
import polyseme.app.control.Icons;
import polyseme.app.control.LegendSpec;
import polyseme.app.control.PointCloud;
import polyseme.app.control.StatTile;
import polyseme.app.control.TokenFlow;
import polyseme.engine.task.Workers;

/// Pictures of every control with made-up numbers, to look at while working on them.
public final class ControlGallery {

  private static final int POINTS = 36_864;

  private final Workers workers;
  private final Samples samples = new Samples(new Random(7));

  private ControlGallery(Workers workers) {
    this.workers = workers;
  }

  /// Writes the pictures.
  ///
  /// @param args the folder they go to
  /// @throws IOException if one cannot be written
  /// @throws InterruptedException if interrupted
  public static void main(String[] args) throws IOException, InterruptedException {
    var folder = Path.of(args.length > 0 ? args[0] : "pictures");
    try (var workers = new Workers(2)) {
      Screens.headless(() -> new ControlGallery(workers).shoot(folder));
    }
  }

  private void shoot(Path folder) throws IOException {
    for (var theme : Theme.values()) {
      for (var scale = 1; scale <= 2; scale++) {
        var suffix = "-%s-%d.png".formatted(theme.name().toLowerCase(Locale.ROOT), scale);
        shoot(map(theme), theme, 1000, 800, scale, folder.resolve("map" + suffix));
        shoot(selection(theme), theme, 640, 480, scale, folder.resolve("selection" + suffix));
        shoot(flows(), theme, 560, 360, scale, folder.resolve("flow" + suffix));
        shoot(small(theme), theme, 560, 640, scale, folder.resolve("small" + suffix));
        shoot(styled(), theme, 760, 320, scale, folder.resolve("styled" + suffix));
      }
    }
  }

  private static void shoot(
      Parent root, Theme theme, double width, double height, double scale, Path file)
      throws IOException {
    Screens.write(Screens.scene(root, theme, width, height), scale, file);
  }

  private PointCloud cloud(Theme theme) {
    var cloud = new PointCloud(workers);
    cloud.setPoints(samples.islands(POINTS));
    cloud.setColors(
        IntStream.range(0, POINTS).map(i -> Categorical.many(i % 24, 24, theme)).toArray());
    cloud.setNameOf(row -> "L%d.%d".formatted(row / 3072, row % 3072));
    return cloud;
  }

  private Parent map(Theme theme) {
    var cloud = cloud(theme);
    cloud.focusRowProperty().set(4000);
    cloud.hoverRowProperty().set(12_345);
    cloud.setAxisTitles("PC 1 (12.4 %)", "PC 2 (7.9 %)");
    cloud.setLabels(samples.labels(24));
    var legend = new ColorLegend();
    legend.show(
        new LegendSpec.Categories(
            "Cluster",
            IntStream.range(0, 24)
                .mapToObj(i ->
                    new LegendSpec.Entry(
                        Samples.word(i), Categorical.many(i, 24, theme), 2400 - 90 * i))
                .toList()));
    legend.setMaxSize(180, VBox.USE_PREF_SIZE);
    var stack = new StackPane(cloud, legend);
    StackPane.setAlignment(legend, Pos.BOTTOM_LEFT);
    StackPane.setMargin(legend, new Insets(12));
    return stack;
  }

  private Parent selection(Theme theme) {
    var cloud = cloud(theme);
    var chosen = new BitSet();
    IntStream.range(0, POINTS).filter(i -> i % 24 == 3).forEach(chosen::set);
    cloud.setSelected(chosen);
    return new StackPane(cloud);
  }

  private Parent flows() {
    var page = new VBox();
    page.getStyleClass().add("panel");
    var whole = new TokenFlow();
    whole.setHeatmap(samples.heatmap());
    whole.setPeak(samples.peak());
    var line = new TokenFlow();
    line.setHeatmap(samples.heatmap());
    line.setSnippet(true);
    line.setPeak(samples.peak());
    line.setPlace(0.7);
    var low = new TokenFlow();
    low.setHeatmap(samples.short0());
    low.setSnippet(true);
    low.setPeak(3);
    low.setPlace(0.1);
    page.getChildren()
        .addAll(heading("Own text"), card(whole), heading("Top examples"), card(line), card(low));
    return page;
  }

  private static Label heading(String words) {
    var label = new Label(words);
    label.getStyleClass().add("section");
    return label;
  }

  private static VBox card(Node content) {
    var card = new VBox(content);
    card.getStyleClass().add("card");
    return card;
  }

  private Parent small(Theme theme) {
    var page = new VBox();
    page.getStyleClass().add("panel");
    var histogram = new HistogramPlot();
    histogram.setHistogram(samples.histogram());
    histogram.setColorRange(samples.heatmap().range());
    histogram.setMark(3.1);
    var tiles = new FlowPane(24, 4);
    tiles
        .getChildren()
        .addAll(
            tile("Max", "7.42", ""),
            tile("Mean", "0.031", ""),
            tile("Fires", "0.9", "%"),
            tile("Kurtosis", "148", ""),
            tile("Tokens", "1,204,331", "tokens"));
    var diverging = new ColorLegend();
    diverging.show(new LegendSpec.Diverging("Activation of L3.512", -1.2f, 7.42f));
    var sequential = new ColorLegend();
    sequential.show(new LegendSpec.Sequential("Kurtosis (no unit)", 2.7, 148));
    var empty =
        new EmptyState(Feather.MAP, "Open a model and scan a corpus to see its neurons here.")
            .withAction("Open a model", () -> {});
    var nothing = new PointCloud(workers);
    nothing.setPlaceholder("Scan a corpus to see the map of its neurons.");
    nothing.setPrefHeight(80);
    page.getChildren()
        .addAll(tiles, card(histogram), new HBox(8, diverging, sequential), empty, nothing);
    nothing.themeProperty().set(theme);
    return page;
  }

  private static StatTile tile(String name, String value, String unit) {
    var tile = new StatTile(name, "What it is.");
    tile.setValue(value, unit);
    return tile;
  }

  private static Parent styled() {
    var combo = new ComboBox<>(FXCollections.observableArrayList("UMAP", "PCA", "t-SNE"));
    combo.getSelectionModel().select(1);
    var field = new TextField();
    field.setPromptText("Jump to a neuron: L3.512");
    var accent = new Button("Cluster again", Icons.of(Feather.PLAY));
    accent.getStyleClass().add("accent");
    var segments = new SegmentedButton(new ToggleButton("PCA"), new ToggleButton("UMAP"));
    segments.getButtons().getFirst().setSelected(true);
    var bar =
        new HBox(
            combo,
            segments,
            field,
            accent,
            Icons.button(Feather.MAXIMIZE, "Show all (0)", () -> {}),
            new CheckBox("Layers"));
    bar.getStyleClass().add("tool-bar-strip");
    var table = table();
    var tabs =
        new TabPane(
            new Tab("Examples", new ScrollPane(new Label("Examples"))),
            new Tab("Facets"),
            new Tab("Text", new RangeSlider(0, 10, 2, 7)));
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    var split = new SplitPane(table, new VBox(tabs, new RangeSlider(0, 10, 2, 7)));
    var status = new HBox(new Label("36,864 neurons"), new Label("12 selected"));
    status.getStyleClass().add("status");
    return new BorderPane(split, bar, null, status, null);
  }

  private static TableView<List<String>> table() {
    var table = new TableView<List<String>>();
    for (var column : List.of("Neuron", "Max", "Kurtosis")) {
      table.getColumns().add(column(column, table.getColumns().size()));
    }
    for (var i = 0; i < 40; i++) {
      table
          .getItems()
          .add(List.of("L1." + i, "%.2f".formatted(i * 0.37), "%.1f".formatted(i * 3.1)));
    }
    table.getSelectionModel().select(3);
    return table;
  }

  private static TableColumn<List<String>, String> column(String name, int index) {
    var column = new TableColumn<List<String>, String>(name);
    column.setCellValueFactory(row -> new SimpleStringProperty(row.getValue().get(index)));
    column.setPrefWidth(100);
    if (index > 0) {
      column.getStyleClass().add("number");
    }
    return column;
  }
}
