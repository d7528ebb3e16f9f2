// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.heatmap.ColorRange;
import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.analysis.step.Workbench;
import polyseme.app.selection.SelectionModel;
import polyseme.app.task.JobState;
import polyseme.app.task.Jobs;
import polyseme.app.workspace.Workspace;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.PolysemeException;

/// The heat map of the reader's own text for the neuron in focus, renewed as the text changes.
public final class OwnTextViewModel {

  private final Workbench workbench;
  private final Workspace workspace;
  private final SelectionModel selection;
  private final Jobs jobs;
  private final StringProperty text = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<@Nullable JobState<TokenHeatmap>> heatmap =
      new ReadOnlyObjectWrapper<>();

  /// Follows focus, model and text.
  ///
  /// @param workbench does the work
  /// @param workspace what is open
  /// @param selection holds the focus
  /// @param jobs runs the work on the model's thread
  public OwnTextViewModel(
      Workbench workbench, Workspace workspace, SelectionModel selection, Jobs jobs) {
    this.workbench = workbench;
    this.workspace = workspace;
    this.selection = selection;
    this.jobs = jobs;
    text.subscribe(this::renew);
    selection.focusProperty().subscribe(this::renew);
    workspace.modelProperty().subscribe(this::renew);
  }

  private void renew() {
    var model = workspace.modelProperty().get();
    var id = selection.focusProperty().get();
    if (model == null || id == null || text.get().isBlank()) {
      jobs.cancel("own text");
      heatmap.set(null);
      return;
    }
    var now = text.get();
    jobs.start(
        "own text",
        "Heat map of your text",
        Jobs.Lane.MODEL,
        _ -> compute(model, id, now),
        heatmap::set);
  }

  private TokenHeatmap compute(HookedModel model, NeuronId id, String now)
      throws PolysemeException {
    var map = workbench.heatmap(model, UnitAddress.of(id), now);
    var scan = workspace.scanProperty().get();
    if (scan == null || !scan.neurons().contains(id)) {
      return map;
    }
    // The corpus's range, so that colours mean the same in the text and in the examples, whatever
    // is typed.
    var stats = scan.stats(scan.neurons().row(id));
    var reach = Math.max(Math.abs(stats.min()), Math.abs(stats.max()));
    return new TokenHeatmap(
        map.model(), map.unit(), map.text(), map.activations(), new ColorRange(-reach, reach));
  }

  /// What the reader typed.
  ///
  /// @return the text
  public StringProperty textProperty() {
    return text;
  }

  /// The text's heat map, or how its computation stands.
  ///
  /// @return null when there is nothing to show
  public ReadOnlyObjectProperty<@Nullable JobState<TokenHeatmap>> heatmapProperty() {
    return heatmap.getReadOnlyProperty();
  }

  /// What is open.
  ///
  /// @return the workspace
  public Workspace workspace() {
    return workspace;
  }
}
