// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.workspace;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import polyseme.app.selection.SelectionModel;
import polyseme.engine.model.NeuronSet;

/// Which neurons the filter lets through at the moment; what every view shows.
public final class VisibleNeurons {

  private final Workspace workspace;
  private final SelectionModel selection;
  private final ReadOnlyObjectWrapper<@Nullable NeuronSet> neurons = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper complaint = new ReadOnlyStringWrapper("");

  /// Follows the filter and what is open.
  ///
  /// @param workspace what is open
  /// @param selection holds the filter
  public VisibleNeurons(Workspace workspace, SelectionModel selection) {
    this.workspace = workspace;
    this.selection = selection;
    selection.filterProperty().subscribe(this::update);
    workspace.scanProperty().subscribe(this::update);
    workspace.clusteringProperty().subscribe(this::update);
  }

  private void update() {
    var scan = workspace.scanProperty().get();
    if (scan == null) {
      neurons.set(null);
      complaint.set("");
      return;
    }
    var result =
        NeuronFilter.apply(
            selection.filterProperty().get(), scan, workspace.clusteringProperty().get());
    if (!result.neurons().equals(neurons.get())) {
      neurons.set(result.neurons());
    }
    complaint.set(result.complaint());
  }

  /// The neurons shown.
  ///
  /// @return null when no scan is open
  public ReadOnlyObjectProperty<@Nullable NeuronSet> neuronsProperty() {
    return neurons.getReadOnlyProperty();
  }

  /// What is wrong with the filter.
  ///
  /// @return empty if nothing is
  public ReadOnlyStringProperty complaintProperty() {
    return complaint.getReadOnlyProperty();
  }
}
