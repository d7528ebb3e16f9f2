// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import polyseme.analysis.ask.TextAnswers;
import polyseme.app.control.EmptyState;
import polyseme.app.problem.ProblemPane;
import polyseme.app.problem.Problems;
import polyseme.app.task.JobState;

/// The neurons that answer to the reader's own text, at both ends; a click brings one into focus.
final class AnswersView extends StackPane {

  private static final double HEIGHT = 26;
  private static final double NAME = 72;
  private static final double NUMBER = 84;

  private final AnswersViewModel model;
  private final ListView<AnswerLine> list = new ListView<>();

  private final EmptyState nothing = new EmptyState(Feather.SEARCH, "");

  AnswersView(AnswersViewModel model) {
    this.model = model;
    setAlignment(Pos.TOP_CENTER);
    list.getStyleClass().add("answer-list");
    list.setFixedCellSize(HEIGHT);
    list.setAccessibleText("Neurons that answer: Enter brings one into focus");
    list.setCellFactory(_ -> new Cell());
    list.setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
        choose(list.getSelectionModel().getSelectedItem());
        event.consume();
      }
    });
    model.missingProperty().subscribe(nothing::setWords);
    model.stateProperty().subscribe(this::show);
  }

  private void choose(@Nullable AnswerLine line) {
    if (line instanceof AnswerLine.Found one) {
      model.choose(one.answer());
    }
  }

  private void show(@Nullable JobState<TextAnswers> state) {
    switch (state) {
      case null -> getChildren().setAll(nothing);
      case JobState.Done<TextAnswers>(var found) -> {
        list.getItems().setAll(AnswerLine.of(found));
        getChildren().setAll(list);
      }
      case JobState.Failed<TextAnswers>(var cause) ->
          getChildren().setAll(new ProblemPane(Problems.of(cause)));
      // what was there stays until the next answers have come
      case JobState.Waiting<TextAnswers> _,
          JobState.Running<TextAnswers> _,
          JobState.Cancelled<TextAnswers> _ -> {}
    }
  }

  /// Made once and filled again and again.
  private final class Cell extends ListCell<AnswerLine> {

    private final Label heading = new Label();
    private final Label name = new Label();
    private final Label token = new Label();
    private final Label z = new Label();
    private final Label percentile = new Label();
    private final HBox row = new HBox(name, token, z, percentile);

    Cell() {
      heading.getStyleClass().add("section-title");
      name.getStyleClass().add("example-activation");
      token.getStyleClass().add("answer-token");
      z.getStyleClass().add("answer-number");
      percentile.getStyleClass().add("answer-number");
      name.setMinWidth(NAME);
      token.setMaxWidth(Double.MAX_VALUE);
      token.setMinWidth(0);
      HBox.setHgrow(token, Priority.ALWAYS);
      z.setMinWidth(NUMBER);
      percentile.setMinWidth(NUMBER);
      z.setTooltip(
          new Tooltip("distance from the neuron's mean in the corpus in standard deviations"));
      percentile.setTooltip(new Tooltip("share of the corpus's tokens at which it was lower"));
      token.setTooltip(new Tooltip("the token of your text at which it answers"));
      row.setAlignment(Pos.CENTER_LEFT);
      setPrefWidth(0);
      setOnMouseClicked(_ -> choose(getItem()));
    }

    @Override
    protected void updateItem(@Nullable AnswerLine line, boolean empty) {
      super.updateItem(line, empty);
      switch (empty ? null : line) {
        case null -> setGraphic(null);
        case AnswerLine.Heading(var title) -> {
          heading.setText(title);
          setAccessibleText(title);
          setGraphic(heading);
        }
        case AnswerLine.Found one -> {
          name.setText(one.answer().neuron().toString());
          token.setText("“" + one.token() + "”");
          z.setText(one.z());
          percentile.setText(one.percentile());
          setAccessibleText(
              "%s at “%s”: %s, %s of the corpus below"
                  .formatted(name.getText(), one.token(), one.z(), one.percentile()));
          setGraphic(row);
        }
      }
    }
  }
}
