// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.app.control.ColorLegend;
import polyseme.app.control.EmptyState;
import polyseme.app.control.Icons;
import polyseme.app.control.LegendSpec;
import polyseme.app.control.TokenFlow;
import polyseme.app.neuron.OwnTextViewModel.Reading;
import polyseme.app.problem.ProblemPane;
import polyseme.app.theme.ThemeModel;

/// The reader's own text, and what the neuron in focus does on it while one types.
final class OwnTextView extends VBox {

  private static final Duration PATIENCE = Duration.millis(250);
  private static final int ROWS = 4;
  private static final double LEGEND_WIDTH = 240;

  private final OwnTextViewModel model;
  private final TextArea text = new TextArea();
  private final Label state = new Label();
  private final TokenFlow flow;
  private final ColorLegend legend;
  private final ScrollPane result;
  private final VBox found;
  private final StackPane below = new StackPane();
  private final PauseTransition patience = new PauseTransition(PATIENCE);

  OwnTextView(OwnTextViewModel model, ThemeModel theme) {
    this.model = model;
    flow = new TokenFlow();
    legend = new ColorLegend();
    result = new ScrollPane(flow);
    result.setFitToWidth(true);
    result.getStyleClass().add("edge-to-edge");
    legend.themeProperty().bind(theme.themeProperty());
    flow.themeProperty().bind(theme.themeProperty());
    getStyleClass().add("own-text");
    VBox.setVgrow(below, Priority.ALWAYS);
    found = new VBox(legend, result);
    found.getStyleClass().add("own-text-result");
    found.setFillWidth(true);
    legend.setMaxWidth(LEGEND_WIDTH);
    state.setTooltip(new Tooltip("how many tokens, and the least and greatest activation"));
    var answers = new AnswersView(model.answers());
    VBox.setVgrow(answers, Priority.ALWAYS);
    getChildren().addAll(box(), bar(), question(), below, answers);
    var asked = model.answers().askedProperty();
    answers.visibleProperty().bind(asked);
    answers.managedProperty().bind(asked);
    below.visibleProperty().bind(asked.not());
    below.managedProperty().bind(asked.not());
    patience.setOnFinished(_ -> state.setText("Reading your text …"));
    model.readingProperty().subscribe(this::show);
  }

  private Node box() {
    text.setPromptText("Type or paste a text; the neuron reads it as you write.");
    text.setAccessibleText("Your own text");
    text.setPrefRowCount(ROWS);
    text.setMinHeight(Region.USE_PREF_SIZE);
    text.setWrapText(true);
    text.textProperty().bindBidirectional(model.textProperty());
    return text;
  }

  private Node question() {
    var ask = new ToggleButton("Which neurons answer?", Icons.of(Feather.SEARCH));
    ask.setTooltip(
        new Tooltip(
            "List the neurons that are unusually high or low on this text, for what the scan saw"
                + " of them, and select them on the map"));
    ask.selectedProperty().bindBidirectional(model.answers().askedProperty());
    return ask;
  }

  private Node bar() {
    var example = new Button("Python sentence", Icons.of(Feather.CORNER_LEFT_UP));
    example.getStyleClass().add("flat");
    example.setTooltip(new Tooltip("Put an example in: “" + OwnTextViewModel.SENTENCE + "”"));
    example.setOnAction(_ -> model.textProperty().set(OwnTextViewModel.SENTENCE));
    example.setMinWidth(Region.USE_PREF_SIZE);
    var clear = new Button("Clear");
    clear.getStyleClass().add("flat");
    clear.setTooltip(new Tooltip("Empty the box"));
    clear.setOnAction(_ -> model.textProperty().set(""));
    clear.disableProperty().bind(text.textProperty().isEmpty());
    clear.setMinWidth(Region.USE_PREF_SIZE);
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    state.getStyleClass().add("count");
    var bar = new HBox(example, clear, space, state);
    bar.getStyleClass().add("own-text-bar");
    bar.setAlignment(Pos.CENTER_LEFT);
    return bar;
  }

  private void show(Reading reading) {
    patience.stop();
    switch (reading) {
      case Reading.NoModel() ->
          put(
              "",
              new EmptyState(
                  Feather.CPU,
                  "Open the model to try your own text. The examples of the scan need no model."));
      case Reading.Nothing() ->
          put(
              "",
              new EmptyState(
                  Feather.EDIT_3,
                  "Type a text above, or click an example: each token is coloured by the neuron's"
                      + " activation."));
      // what was there stays until the new colours have come
      case Reading.Computing() -> patience.playFromStart();
      case Reading.Shown(var heatmap) -> showHeatmap(heatmap);
      case Reading.Refused(var problem) -> put("", new ProblemPane(problem));
    }
  }

  private void showHeatmap(TokenHeatmap heatmap) {
    flow.setHeatmap(heatmap);
    flow.setPeak(OwnTextViewModel.peak(heatmap));
    legend.show(
        new LegendSpec.Diverging(
            "Activation of " + heatmap.unit(), heatmap.range().min(), heatmap.range().max()));
    put(OwnTextViewModel.summary(heatmap), found);
  }

  private void put(String line, Node content) {
    StackPane.setAlignment(content, Pos.TOP_CENTER);
    state.setText(line);
    below.getChildren().setAll(content);
  }

  @Override
  public void requestFocus() {
    text.requestFocus();
  }
}
