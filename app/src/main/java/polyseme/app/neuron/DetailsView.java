// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import polyseme.app.neuron.NeuronDetails.Line;
import polyseme.app.task.JobState;

/// What the scan knows of the neuron beyond extremes and statistics, a line each; nothing if it
/// knows nothing more.
final class DetailsView extends GridPane {

  private static final double TIP_WIDTH = 360;

  DetailsView(NeuronViewModel model) {
    getStyleClass().add("neuron-details");
    var names = new ColumnConstraints();
    names.setMinWidth(Region.USE_PREF_SIZE);
    var values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    values.setMinWidth(0);
    getColumnConstraints().addAll(names, values);
    model
        .detailsProperty()
        .subscribe(state -> {
          switch (state) {
            case null -> show(new NeuronDetails(List.of()));
            case JobState.Done<NeuronDetails>(var details) -> show(details);
            // the page says already what is damaged
            case JobState.Failed<NeuronDetails> _, JobState.Cancelled<NeuronDetails> _ ->
                show(new NeuronDetails(List.of()));
            // what was there stays until the next one has come, so that paging does not flicker
            case JobState.Waiting<NeuronDetails> _, JobState.Running<NeuronDetails> _ -> {}
          }
        });
  }

  private void show(NeuronDetails details) {
    getChildren().clear();
    for (var line : details.lines()) {
      add(line);
    }
    setVisible(!details.lines().isEmpty());
    setManaged(!details.lines().isEmpty());
  }

  private void add(Line line) {
    var name = new Label(line.name());
    name.getStyleClass().add("stat-name");
    var value = new Label(line.value());
    value.getStyleClass().add("detail-value");
    var tip = new Tooltip(line.meaning());
    tip.setWrapText(true);
    tip.setMaxWidth(TIP_WIDTH);
    tip.setShowDuration(Duration.INDEFINITE);
    var whole = new Tooltip(line.value() + "\n\n" + line.meaning());
    whole.setWrapText(true);
    whole.setMaxWidth(TIP_WIDTH);
    whole.setShowDuration(Duration.INDEFINITE);
    name.setTooltip(tip);
    value.setTooltip(whole);
    value.setFocusTraversable(true);
    value.setAccessibleRole(AccessibleRole.TEXT);
    value.setAccessibleText("%s: %s".formatted(line.name(), line.value()));
    value.setAccessibleHelp(line.meaning());
    addRow(getRowCount(), name, value);
  }
}
