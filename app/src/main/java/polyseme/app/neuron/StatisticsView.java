// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.scene.layout.TilePane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.analysis.scan.Statistic;
import polyseme.app.control.Figures;
import polyseme.app.control.HistogramPlot;
import polyseme.app.control.StatTile;
import polyseme.app.neuron.ExamplesViewModel.Bar;
import polyseme.app.neuron.NeuronViewModel.Head;
import polyseme.app.task.JobState;
import polyseme.app.theme.ThemeModel;

/// The numbers of a neuron and how its activations are distributed.
final class StatisticsView extends VBox {

  private static final List<Statistic> SHOWN =
      List.of(
          Statistic.MAX,
          Statistic.MIN,
          Statistic.MEAN,
          Statistic.VARIANCE,
          Statistic.SKEWNESS,
          Statistic.KURTOSIS,
          Statistic.FRACTION_POSITIVE);
  private static final double PLOT_HEIGHT = 92;

  private final TilePane tiles = new TilePane();
  private final Map<Statistic, StatTile> shown = new EnumMap<>(Statistic.class);
  private final StatTile count =
      new StatTile(
          "tokens seen",
          "tokens of the corpus that the numbers are of; beginning-of-text tokens are left out");
  private final HistogramPlot plot = new HistogramPlot();

  StatisticsView(NeuronViewModel model, ThemeModel theme) {
    plot.themeProperty().bind(theme.themeProperty());
    getStyleClass().add("neuron-statistics");
    tiles.getStyleClass().add("tiles");
    for (var what : SHOWN) {
      var tile = new StatTile(what.title(), what.meaning());
      shown.put(what, tile);
      tiles.getChildren().add(tile);
    }
    tiles.getChildren().add(count);
    plot.setMinHeight(PLOT_HEIGHT);
    plot.setPrefHeight(PLOT_HEIGHT);
    plot.setOnBar(model.examples()::openBar);
    model.examples().barProperty().subscribe(this::show);
    getChildren().addAll(tiles, plot);
    model.headProperty().subscribe(this::show);
    model.profileProperty().subscribe(this::show);
  }

  private void show(@Nullable Head head) {
    var stats = head == null ? null : head.stats();
    setVisible(stats != null);
    setManaged(stats != null);
    if (stats == null) {
      return;
    }
    shown.forEach((what, tile) -> tile.setValue(Figures.measured(what.of(stats)), ""));
    count.setValue(Figures.count(stats.count()), "");
    plot.setColorRange(CorpusRange.of(stats));
  }

  private void show(@Nullable Bar bar) {
    plot.choose(bar == null ? Double.NaN : bar.from(), bar == null ? Double.NaN : bar.to());
  }

  // The histogram before stays until the next one has come, so that paging does not flicker.
  private void show(@Nullable JobState<NeuronProfile> state) {
    if (state instanceof JobState.Done<NeuronProfile>(var profile)) {
      plot.setHistogram(profile.histogram());
    }
    plot.setVisible(!(state instanceof JobState.Failed<NeuronProfile>));
  }
}
