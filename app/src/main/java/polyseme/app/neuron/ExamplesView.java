// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import java.util.List;
import javafx.animation.PauseTransition;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import polyseme.app.control.ColorLegend;
import polyseme.app.control.EmptyState;
import polyseme.app.control.LegendSpec;
import polyseme.app.control.LoadingPane;
import polyseme.app.neuron.ExamplesViewModel.Shown;
import polyseme.app.problem.ProblemPane;
import polyseme.app.problem.Problems;
import polyseme.app.task.JobState;
import polyseme.app.theme.ThemeModel;

/// The neuron's places in the corpus, by sample, all in one range of colours.
final class ExamplesView extends StackPane {

  /// Reading that takes no longer than this shows the examples before, not a progress bar.
  private static final Duration PATIENCE = Duration.millis(150);

  private final NeuronViewModel model;
  private final ListView<ExampleLine> list = new ListView<>();
  private final ColorLegend legend;
  private final VBox content;
  private final LoadingPane loading;
  private final PauseTransition patience = new PauseTransition(PATIENCE);
  private final SampleBar bar;
  private final EmptyState nothing =
      new EmptyState(
          Feather.FILTER,
          "None of the drawn places lies here; choose a wider stretch or another sample.");

  ExamplesView(NeuronViewModel model, ThemeModel theme) {
    this.model = model;
    legend = new ColorLegend();
    loading = new LoadingPane("Reading the examples", model::stop);
    legend.themeProperty().bind(theme.themeProperty());
    getStyleClass().add("examples");
    list.getStyleClass().add("example-list");
    list.setFixedCellSize(ExampleCell.HEIGHT);
    list.setCellFactory(_ -> new ExampleCell(model, theme));
    list.setAccessibleText("Examples: Enter reads the text of one with any neuron");
    list.setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
        readChosen();
        event.consume();
      }
    });
    bar = new SampleBar(model.examples(), legend);
    nothing.setMouseTransparent(true);
    var below = new StackPane(list, nothing);
    VBox.setVgrow(below, Priority.ALWAYS);
    content = new VBox(bar, below);
    patience.setOnFinished(_ -> show(loading));
    model.examples().stateProperty().subscribe(this::show);
  }

  private void readChosen() {
    if (list.getSelectionModel().getSelectedItem() instanceof ExampleLine.Snippet snippet) {
      model.read(snippet.example());
    }
  }

  private void show(@Nullable JobState<Shown> state) {
    patience.stop();
    switch (state) {
      case null ->
          show(
              new EmptyState(
                  Feather.FILE_TEXT,
                  "Scan texts with the model to see where in them this neuron is highest and"
                      + " lowest."));
      case JobState.Waiting<Shown>() -> waitFor(state);
      case JobState.Running<Shown>(_) -> waitFor(state);
      case JobState.Done<Shown>(var shown) -> show(shown);
      case JobState.Failed<Shown>(var cause) ->
          show(problem(new ProblemPane(Problems.of(cause), "Read again", model::retry)));
      case JobState.Cancelled<Shown>() -> {
        show(
            new EmptyState(Feather.FILE_TEXT, "The examples were not read.")
                .withAction("Read them", model::retry));
      }
    }
  }

  private static Node problem(ProblemPane pane) {
    setAlignment(pane, Pos.TOP_CENTER);
    setMargin(pane, new Insets(12));
    return pane;
  }

  private void waitFor(JobState<Shown> state) {
    loading.show(state);
    patience.playFromStart();
  }

  private void show(Shown shown) {
    var profile = shown.profile();
    var range = CorpusRange.of(profile.stats());
    legend.show(
        new LegendSpec.Diverging("Activation of " + profile.id(), range.min(), range.max()));
    bar.showChoices();
    list.getItems().setAll(ExampleLine.of(shown, model));
    list.scrollTo(0);
    nothing.setVisible(shown.examples().isEmpty());
    show(content);
  }

  private void show(Node only) {
    if (!getChildren().equals(List.of(only))) {
      getChildren().setAll(only);
    }
  }
}
