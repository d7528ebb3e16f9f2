// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.table;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import polyseme.analysis.scan.NeuronStats;
import polyseme.app.selection.SelectionModel;
import polyseme.app.workspace.VisibleNeurons;
import polyseme.app.workspace.Workspace;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronSet;

/// The rows of the table: the neurons that the filter lets through.
public final class TableViewModel {

  /// One neuron.
  ///
  /// @param row its row in the scan
  /// @param id the neuron
  /// @param stats its statistics
  /// @param cluster its cluster, −1 while there are none
  public record Row(int row, NeuronId id, NeuronStats stats, int cluster) {}

  private final Workspace workspace;
  private final SelectionModel selection;
  private final VisibleNeurons visible;
  private final ObservableList<Row> rows = FXCollections.observableArrayList();

  /// Follows the filter and the clusters.
  ///
  /// @param workspace what is open
  /// @param selection links the views
  /// @param visible which neurons the filter lets through
  public TableViewModel(Workspace workspace, SelectionModel selection, VisibleNeurons visible) {
    this.workspace = workspace;
    this.selection = selection;
    this.visible = visible;
    visible.neuronsProperty().subscribe(this::fill);
    workspace.clusteringProperty().subscribe(this::fill);
  }

  private void fill() {
    var scan = workspace.scanProperty().get();
    var shown = visible.neuronsProperty().get();
    if (scan == null || shown == null || shown.index().size() != scan.neurons().size()) {
      rows.clear();
      return;
    }
    var clustering = workspace.clusteringProperty().get();
    var list = new ArrayList<Row>(shown.size());
    shown
        .rows()
        .forEach(row ->
            list.add(
                new Row(
                    row,
                    scan.neurons().id(row),
                    scan.stats(row),
                    clustering == null ? -1 : clustering.labels().get(row))));
    rows.setAll(list);
  }

  /// Brings a row's neuron into focus.
  ///
  /// @param row the row
  public void pick(Row row) {
    selection.focusOn(row.id());
  }

  /// Selects the neurons of several rows.
  ///
  /// @param chosen the rows
  public void select(List<Row> chosen) {
    var scan = workspace.scanProperty().get();
    if (scan != null) {
      selection.select(NeuronSet.ofRows(scan.neurons(), chosen.stream().mapToInt(Row::row)));
    }
  }

  /// The rows.
  ///
  /// @return updated as a whole
  public ObservableList<Row> rows() {
    return rows;
  }

  /// What links the views.
  ///
  /// @return the selection model
  public SelectionModel selection() {
    return selection;
  }

  /// Which neurons the filter lets through.
  ///
  /// @return the filter's result
  public VisibleNeurons visible() {
    return visible;
  }
}
