// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import java.util.List;
import java.util.Locale;
import javafx.animation.PauseTransition;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.app.control.ColorLegend;
import polyseme.app.control.EmptyState;
import polyseme.app.control.Icons;
import polyseme.app.control.LegendSpec;
import polyseme.app.control.LoadingPane;
import polyseme.app.problem.ProblemPane;
import polyseme.app.problem.Problems;
import polyseme.app.task.JobState;
import polyseme.app.theme.ThemeModel;

/// The neuron's highest and lowest places in the corpus, all in one range of colours.
final class ExamplesView extends StackPane {

  /// Reading that takes no longer than this shows the examples before, not a progress bar.
  private static final Duration PATIENCE = Duration.millis(150);

  private final NeuronViewModel model;
  private final ListView<ExampleLine> list = new ListView<>();
  private final ColorLegend legend;
  private final VBox content;
  private final LoadingPane loading;
  private final PauseTransition patience = new PauseTransition(PATIENCE);
  private int lowestAt;

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
    VBox.setVgrow(list, Priority.ALWAYS);
    content = new VBox(bar(), list);
    patience.setOnFinished(_ -> show(loading));
    model.profileProperty().subscribe(this::show);
  }

  private Node bar() {
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var bar =
        new HBox(
            jump("Highest", Feather.ARROW_UP, true),
            jump("Lowest", Feather.ARROW_DOWN, false),
            space,
            legend);
    bar.getStyleClass().add("examples-bar");
    bar.setAlignment(Pos.CENTER_LEFT);
    return bar;
  }

  private Button jump(String title, Feather icon, boolean first) {
    var button = new Button(title, Icons.of(icon));
    button.getStyleClass().add("flat");
    button.setTooltip(new Tooltip("Go to the " + title.toLowerCase(Locale.ROOT)));
    button.setOnAction(_ -> list.scrollTo(first ? 0 : lowestAt));
    button.setMinWidth(Region.USE_PREF_SIZE);
    return button;
  }

  private void readChosen() {
    if (list.getSelectionModel().getSelectedItem() instanceof ExampleLine.Snippet snippet) {
      model.read(snippet.example());
    }
  }

  private void show(@Nullable JobState<NeuronProfile> state) {
    patience.stop();
    switch (state) {
      case null ->
          show(
              new EmptyState(
                  Feather.FILE_TEXT,
                  "Scan texts with the model to see where in them this neuron is highest and"
                      + " lowest."));
      case JobState.Waiting<NeuronProfile>() -> waitFor(state);
      case JobState.Running<NeuronProfile>(_) -> waitFor(state);
      case JobState.Done<NeuronProfile>(var profile) -> show(profile);
      case JobState.Failed<NeuronProfile>(var cause) ->
          show(problem(new ProblemPane(Problems.of(cause), "Read again", model::retry)));
      case JobState.Cancelled<NeuronProfile>() -> {
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

  private void waitFor(JobState<NeuronProfile> state) {
    loading.show(state);
    patience.playFromStart();
  }

  private void show(NeuronProfile profile) {
    var lines = ExampleLine.of(profile, model);
    lowestAt = profile.examples().highest().size() + 1;
    var range = CorpusRange.of(profile.stats());
    legend.show(
        new LegendSpec.Diverging("Activation of " + profile.id(), range.min(), range.max()));
    list.getItems().setAll(lines);
    list.scrollTo(0);
    show(content);
  }

  private void show(Node only) {
    if (!getChildren().equals(List.of(only))) {
      getChildren().setAll(only);
    }
  }
}
