// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.table;

import javafx.animation.PauseTransition;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import polyseme.app.control.EmptyState;
import polyseme.app.control.Icons;
import polyseme.app.theme.ThemeModel;

/// All neurons as a table, with the filter above it.
public final class NeuronTableView extends VBox {

  /// Typing pauses longer than this before the filter is applied.
  private static final Duration PAUSE = Duration.millis(200);

  private final TableViewModel model;
  private final TextField filter = new TextField();
  private final PauseTransition typing = new PauseTransition(PAUSE);
  private final NeuronGrid grid;

  /// Makes the view.
  ///
  /// @param model its rows and gestures
  /// @param theme colours of the clusters
  public NeuronTableView(TableViewModel model, ThemeModel theme) {
    this.model = model;
    grid = new NeuronGrid(model, theme);
    getStyleClass().addAll("feature", "neuron-table");
    setVgrow(grid, Priority.ALWAYS);
    getChildren().addAll(toolbar(), complaint(), grid);
    grid.setPlaceholder(placeholder());
    followFilter();
  }

  private Node toolbar() {
    filter.setPromptText("Filter, such as  L1 kurtosis>20 fraction<0.01");
    filter.setAccessibleText("Filter of the neurons shown in all views");
    filter.setTooltip(
        new Tooltip(
            """
            Terms separated by spaces, all of which must hold:
            L1 or layer=1 · L1.50 · cluster=3 · kurtosis>20 · max>=1.5 · fraction<0.01
            The filter acts on the table and on the map.\
            """));
    filter.getStyleClass().add("filter-field");
    HBox.setHgrow(filter, Priority.ALWAYS);
    var clear = Icons.button(Feather.X, "Clear the filter: show all neurons", () -> applyNow(""));
    clear.disableProperty().bind(filter.textProperty().isEmpty());
    var count = new Label();
    count.getStyleClass().add("count");
    count.setMinWidth(USE_PREF_SIZE);
    count.textProperty().bind(model.countProperty());
    var bar = new HBox(filter, clear, count);
    bar.getStyleClass().add("feature-toolbar");
    bar.setAlignment(Pos.CENTER_LEFT);
    return bar;
  }

  // The line is always there, so that nothing below it moves while one types.
  private Node complaint() {
    var line = new Label();
    line.getStyleClass().add("complaint");
    line.textProperty().bind(model.visible().complaintProperty());
    line.setMaxWidth(Double.MAX_VALUE);
    return line;
  }

  private Node placeholder() {
    var none = new EmptyState(Feather.LIST, "Open a scan to see its neurons here.");
    var nothing =
        new EmptyState(Feather.FILTER, "No neuron passes this filter.")
            .withAction("Show all neurons", () -> applyNow(""));
    nothing.visibleProperty().bind(model.openProperty());
    none.visibleProperty().bind(Bindings.not(model.openProperty()));
    return new StackPane(none, nothing);
  }

  private void followFilter() {
    typing.setOnFinished(_ -> model.filterBy(filter.getText()));
    filter
        .textProperty()
        .subscribe(text -> {
          if (text.equals(model.selection().filterProperty().get())) {
            typing.stop();
          } else {
            typing.playFromStart();
          }
        });
    model
        .selection()
        .filterProperty()
        .subscribe(query -> {
          if (!query.equals(filter.getText())) {
            filter.setText(query);
          }
        });
    filter.setOnAction(_ -> applyNow(filter.getText()));
    filter.setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.DOWN) {
        grid.requestFocus();
        event.consume();
      }
    });
  }

  private void applyNow(String query) {
    typing.stop();
    model.filterBy(query);
  }

  @Override
  public void requestFocus() {
    grid.requestFocus();
  }
}
