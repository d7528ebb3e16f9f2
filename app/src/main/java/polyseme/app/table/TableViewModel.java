// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import polyseme.analysis.scan.NeuronStats;
import polyseme.app.control.Figures;
import polyseme.app.selection.SelectionModel;
import polyseme.app.table.NeuronColumn.Direction;
import polyseme.app.workspace.VisibleNeurons;
import polyseme.app.workspace.Workspace;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronSet;

/// The rows of the table: the neurons that the filter lets through, in the order asked for.
public final class TableViewModel {

  /// One neuron.
  ///
  /// @param row its row in the scan
  /// @param id the neuron
  /// @param stats its statistics
  /// @param cluster its cluster, −1 while there are none
  public record Row(int row, NeuronId id, NeuronStats stats, int cluster) {}

  /// One column that rows are sorted by.
  ///
  /// @param column the column
  /// @param direction which end comes first
  public record Order(NeuronColumn column, Direction direction) {}

  private static final Comparator<Row> BY_ROW = Comparator.comparingInt(Row::row);

  private final Workspace workspace;
  private final SelectionModel selection;
  private final VisibleNeurons visible;
  private final ObservableList<Row> rows = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper count = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper();
  private Comparator<Row> order = BY_ROW;
  private int[] positions = {};

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
    selection.selectionProperty().subscribe(this::recount);
    fill();
  }

  private void fill() {
    var scan = workspace.scanProperty().get();
    var shown = visible.neuronsProperty().get();
    open.set(scan != null);
    if (scan == null || shown == null || shown.index().size() != scan.neurons().size()) {
      locate(List.of());
      rows.clear();
      recount();
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
    list.sort(order);
    show(list);
  }

  private void show(List<Row> list) {
    locate(list);
    rows.setAll(list);
    recount();
  }

  private void locate(List<Row> list) {
    var scan = workspace.scanProperty().get();
    positions = new int[scan == null ? 0 : scan.neurons().size()];
    Arrays.fill(positions, -1);
    for (var at = 0; at < list.size(); at++) {
      positions[list.get(at).row()] = at;
    }
  }

  private void recount() {
    var scan = workspace.scanProperty().get();
    if (scan == null) {
      count.set("");
      return;
    }
    var all = scan.neurons().size();
    var some = rows.size() == all ? "" : Figures.count(rows.size()) + " of ";
    var chosen = selection.selectionProperty().get().size();
    count.set(
        "%s%s neurons%s"
            .formatted(
                some,
                Figures.count(all),
                chosen == 0 ? "" : " · %s selected".formatted(Figures.count(chosen))));
  }

  /// Puts the rows in order, now and whenever others come.
  ///
  /// @param by the columns, the most important first; empty for the order of the model
  public void sortBy(List<Order> by) {
    order =
        by.stream()
            .map(one -> one.column().order(one.direction()))
            .reduce(Comparator::thenComparing)
            .orElse(BY_ROW)
            .thenComparing(BY_ROW);
    var list = new ArrayList<>(rows);
    list.sort(order);
    show(list);
  }

  /// The tokens of a row's cluster.
  ///
  /// @param row the row
  /// @return empty while there are no clusters or where no token stands out
  public String clusterName(Row row) {
    var names = workspace.clusterNamesProperty().get();
    return row.cluster() >= 0 && row.cluster() < names.size() ? names.get(row.cluster()) : "";
  }

  /// Where a neuron stands in the table.
  ///
  /// @param id the neuron
  /// @return its position in [#rows()], −1 if it is not shown
  public int position(NeuronId id) {
    var scan = workspace.scanProperty().get();
    return scan == null || !scan.neurons().contains(id) ? -1 : positions[scan.neurons().row(id)];
  }

  /// Brings a row's neuron into focus.
  ///
  /// @param row the row
  public void pick(Row row) {
    selection.focusOn(row.id());
  }

  /// Whether a row's neuron is selected.
  ///
  /// @param row the row
  /// @return true if it is
  public boolean isSelected(Row row) {
    return selection.selectionProperty().get().containsRow(row.row());
  }

  /// Selects a row's neuron beside the others, or no longer.
  ///
  /// @param row the row
  public void toggle(Row row) {
    var now = selection.selectionProperty().get();
    var one = NeuronSet.ofRows(now.index(), IntStream.of(row.row()));
    selection.select(now.containsRow(row.row()) ? now.minus(one) : now.plus(one));
  }

  /// Selects the rows between two positions, these included, and no others.
  ///
  /// @param from a position in [#rows()]
  /// @param to another one, before or after it
  public void selectRange(int from, int to) {
    var low = Math.clamp(Math.min(from, to), 0, Math.max(0, rows.size() - 1));
    var high = Math.min(Math.max(from, to), rows.size() - 1);
    selection.select(
        NeuronSet.ofRows(
            selection.selectionProperty().get().index(),
            IntStream.rangeClosed(low, high).map(at -> rows.get(at).row())));
  }

  /// Selects all rows shown.
  public void selectAll() {
    selectRange(0, rows.size() - 1);
  }

  /// Shows only neurons that pass a filter.
  ///
  /// @param query as typed, empty for all
  public void filterBy(String query) {
    selection.filterBy(query);
  }

  /// How many groups the neurons are in.
  ///
  /// @return 0 while there are none
  public int clusters() {
    var clustering = workspace.clusteringProperty().get();
    return clustering == null ? 0 : clustering.k();
  }

  /// The rows.
  ///
  /// @return updated as a whole
  public ObservableList<Row> rows() {
    return rows;
  }

  /// How many neurons are shown and selected, in words.
  ///
  /// @return empty while no scan is open
  public ReadOnlyStringProperty countProperty() {
    return count.getReadOnlyProperty();
  }

  /// Whether there are neurons at all.
  ///
  /// @return false while no scan is open
  public ReadOnlyBooleanProperty openProperty() {
    return open.getReadOnlyProperty();
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
