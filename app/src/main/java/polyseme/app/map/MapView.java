// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.map;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.projection.Embedding2D;
import polyseme.analysis.scan.Scan;
import polyseme.app.control.GroupColors;
import polyseme.app.control.PointCloud;
import polyseme.app.problem.ProblemPane;
import polyseme.app.problem.Problems;
import polyseme.app.task.JobState;
import polyseme.app.theme.ThemeModel;
import polyseme.engine.model.NeuronId;
import polyseme.engine.tensor.FloatMatrix;

/// The map of all neurons with its toolbar and legend.
public final class MapView extends BorderPane {

  /// More names than this would cover the map.
  private static final int MOST_LABELS = 12;

  private static final FloatMatrix NO_POINTS = FloatMatrix.wrap(0, 2, new float[0]);
  private static final double LEGEND_WIDTH = 220;

  private final MapViewModel model;
  private final ThemeModel theme;
  private final PointCloud cloud;
  private final StackPane legend = new StackPane();
  private final StackPane trouble = new StackPane();
  private @Nullable NeuronId hovered;

  /// Makes the view.
  ///
  /// @param model decides
  /// @param theme light or dark
  /// @param cloud paints the points
  public MapView(MapViewModel model, ThemeModel theme, PointCloud cloud) {
    this.model = model;
    this.theme = theme;
    this.cloud = cloud;
    getStyleClass().add("map-view");
    cloud.themeProperty().bind(theme.themeProperty());
    cloud.setNameOf(model::nameOf);
    legend.setMaxSize(LEGEND_WIDTH, Region.USE_PREF_SIZE);
    legend.setPickOnBounds(false);
    StackPane.setAlignment(legend, Pos.BOTTOM_LEFT);
    StackPane.setMargin(legend, new Insets(12));
    trouble.setVisible(false);
    setTop(new MapToolbar(model, cloud));
    setCenter(new StackPane(cloud, legend, trouble));
    wireGestures();
    follow();
  }

  private void wireGestures() {
    cloud.setOnPick(model::pick);
    cloud.setOnSelect((rows, gesture) ->
        model.select(
            rows,
            switch (gesture) {
              case REPLACE -> MapViewModel.Combine.REPLACE;
              case ADD -> MapViewModel.Combine.ADD;
              case SUBTRACT -> MapViewModel.Combine.SUBTRACT;
            }));
    cloud.hoverRowProperty().addListener((_, _, row) -> model.hover(row.intValue()));
    cloud
        .focusRowProperty()
        .addListener((_, _, row) -> {
          if (row.intValue() >= 0) {
            model.pick(row.intValue());
          }
        });
  }

  private void follow() {
    var workspace = model.workspace();
    var selection = model.selection();
    workspace.embeddingProperty().subscribe(this::showPoints);
    workspace.clusteringProperty().subscribe(this::showColours);
    theme.themeProperty().subscribe(this::showColours);
    model.colourByProperty().subscribe(this::showColours);
    model.stateProperty().subscribe(this::showState);
    model.visible().neuronsProperty().subscribe(this::showVisible);
    selection.focusProperty().subscribe(id -> cloud.focusRowProperty().set(model.rowOf(id)));
    selection
        .selectionProperty()
        .subscribe(set -> cloud.setSelected(set.isEmpty() ? null : MapViewModel.bits(set)));
    selection
        .hoverProperty()
        .subscribe(id -> {
          hovered = id;
          cloud.hoverRowProperty().set(model.rowOf(hovered));
        });
  }

  private void showPoints(@Nullable Embedding2D places) {
    cloud.setPoints(places == null ? NO_POINTS : places.xy());
    if (places != null) {
      cloud.setAxisTitles(MapViewModel.axisTitle(places, 0), MapViewModel.axisTitle(places, 1));
      showColours();
      showVisible();
      cloud.focusRowProperty().set(model.rowOf(model.selection().focusProperty().get()));
    }
  }

  private void showVisible() {
    var places = model.workspace().embeddingProperty().get();
    var shown = model.visible().neuronsProperty().get();
    if (places != null) {
      var all = shown == null || shown.size() == places.neurons().size();
      cloud.setVisiblePoints(all ? null : MapViewModel.bits(shown));
      showLabels();
    }
  }

  private void showColours() {
    var workspace = model.workspace();
    var scan = workspace.scanProperty().get();
    var places = workspace.embeddingProperty().get();
    legend.getChildren().clear();
    if (scan == null || places == null) {
      return;
    }
    var clustering = workspace.clusteringProperty().get();
    paint(scan, clustering);
  }

  private void paint(Scan scan, @Nullable Clustering clustering) {
    var names = model.workspace().clusterNamesProperty().get();
    var colours =
        PointColours.of(
            model.colourByProperty().get(), scan, clustering, names, theme.themeProperty().get());
    cloud.setColors(colours.rgb());
    legend.getChildren().setAll(new MapLegend(colours.legend(), theme, model::selectGroup));
    showLabels();
  }

  private void showLabels() {
    var workspace = model.workspace();
    var places = workspace.embeddingProperty().get();
    var clustering = workspace.clusteringProperty().get();
    var named =
        places != null
            && clustering != null
            && model.colourByProperty().get() instanceof ColourBy.Cluster;
    cloud.setLabels(named ? labels(places, clustering) : List.of());
  }

  /// Names of the largest clusters, each in the middle of those of its neurons that are shown.
  private List<PointCloud.Label> labels(Embedding2D places, Clustering clustering) {
    var names = model.workspace().clusterNamesProperty().get();
    var now = theme.themeProperty().get();
    var labels = new ArrayList<PointCloud.Label>();
    for (var k = 0; k < Math.min(MOST_LABELS, clustering.k()); k++) {
      var members = model.shownOf(clustering.members(k));
      if (k < names.size() && !names.get(k).isEmpty() && !members.isEmpty()) {
        labels.add(
            new PointCloud.Label(
                MapViewModel.middle(places, members, 0),
                MapViewModel.middle(places, members, 1),
                names.get(k),
                GroupColors.of(k, clustering.k(), now)));
      }
    }
    return labels;
  }

  private void showState(@Nullable JobState<Embedding2D> state) {
    trouble.setVisible(false);
    switch (state) {
      case null ->
          cloud.setPlaceholder(
              "No scan is open. Open one, explore the demo, or scan texts with a model (Ctrl+2).");
      case JobState.Waiting<Embedding2D>() -> cloud.setPlaceholder("Waiting to compute the map …");
      case JobState.Running<Embedding2D>(var progress) -> cloud.setPlaceholder(progress.line());
      case JobState.Done<Embedding2D>(_) -> cloud.setPlaceholder("");
      case JobState.Cancelled<Embedding2D>() ->
          cloud.setPlaceholder("The map was stopped. Choose what its points are to compute it.");
      case JobState.Failed<Embedding2D>(var cause) -> {
        var pane = new ProblemPane(Problems.of(cause));
        pane.getStyleClass().add(Styles.ELEVATED_2);
        trouble.getChildren().setAll(pane);
        trouble.setVisible(true);
      }
    }
  }

  /// Shows all points.
  public void fit() {
    cloud.fit();
  }

  @Override
  public void requestFocus() {
    cloud.requestFocus();
  }
}
