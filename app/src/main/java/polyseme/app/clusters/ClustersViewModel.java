// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.clusters;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.space.FeatureSpace;
import polyseme.analysis.step.Workbench;
import polyseme.app.selection.SelectionModel;
import polyseme.app.task.JobState;
import polyseme.app.task.Jobs;
import polyseme.app.workspace.Workspace;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// Groups the scan's neurons and lists the groups.
public final class ClustersViewModel {

  /// One line of the list.
  ///
  /// @param number of the cluster, the largest is 0
  /// @param name its most telling tokens
  /// @param size neurons in it
  /// @param silhouette mean silhouette of its neurons, from −1 to 1
  public record Row(int number, String name, int size, double silhouette) {}

  /// Clusters with their names.
  ///
  /// @param clustering the clusters
  /// @param names by cluster number
  record Named(Clustering clustering, List<String> names) {}

  private static final long SEED = 42;
  private static final int DEFAULT_K = 40;

  private final Workbench workbench;
  private final Workspace workspace;
  private final SelectionModel selection;
  private final Jobs jobs;
  private final IntegerProperty k = new SimpleIntegerProperty(DEFAULT_K);
  private final ObjectProperty<FeatureSpace> space =
      new SimpleObjectProperty<>(FeatureSpace.ACTIVATIONS);
  private final ObservableList<Row> rows = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<@Nullable JobState<?>> state = new ReadOnlyObjectWrapper<>();

  private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper();

  /// Groups the neurons whenever a scan is opened.
  ///
  /// @param workbench does the work
  /// @param workspace what is open
  /// @param selection links the views
  /// @param jobs runs the work
  public ClustersViewModel(
      Workbench workbench, Workspace workspace, SelectionModel selection, Jobs jobs) {
    this.workbench = workbench;
    this.workspace = workspace;
    this.selection = selection;
    this.jobs = jobs;
    workspace.scanProperty().subscribe(this::regroup);
    workspace.clusteringProperty().subscribe(this::compare);
    k.subscribe(this::compare);
    space.subscribe(this::compare);
    regroup();
  }

  private void compare() {
    var shown = workspace.clusteringProperty().get();
    stale.set(
        shown != null
            && (shown.k() != Math.clamp(k.get(), 2, mostClusters())
                || shown.space() != space.get()));
  }

  /// Groups the neurons anew with the chosen number of clusters.
  public void regroup() {
    var scan = workspace.scanProperty().get();
    rows.clear();
    if (scan == null || scan.neurons().size() < 2) {
      jobs.cancel("clusters");
      state.set(null);
      return;
    }
    state.set(new JobState.Waiting<Named>());
    var wanted = Math.clamp(k.get(), 2, scan.neurons().size());
    var points = space.get();
    jobs.start(
        "clusters",
        "Clusters",
        Jobs.Lane.COMPUTE,
        progress -> group(scan, points, wanted, progress),
        this::arrive);
  }

  private Named group(Scan scan, FeatureSpace points, int wanted, Progress progress)
      throws PolysemeException {
    var clustering = workbench.cluster(scan, points, wanted, SEED, progress);
    return new Named(clustering, workbench.clusterNames(scan, clustering, progress));
  }

  private void arrive(JobState<Named> next) {
    switch (next) {
      case JobState.Done<Named>(var named) -> {
        workspace.show(named.clustering(), named.names());
        rows.setAll(rowsOf(named));
        state.set(next);
      }
      case JobState.Cancelled<Named>() -> showFormer();
      case JobState.Waiting<Named>(), JobState.Running<Named>(_), JobState.Failed<Named>(_) ->
          state.set(next);
    }
  }

  // Stopped before there was anything new: the clusters that map and table still show stay listed.
  private void showFormer() {
    var former = workspace.clusteringProperty().get();
    if (former == null) {
      state.set(new JobState.Cancelled<Named>());
      return;
    }
    var named = new Named(former, workspace.clusterNamesProperty().get());
    rows.setAll(rowsOf(named));
    state.set(new JobState.Done<>(named));
  }

  private static List<Row> rowsOf(Named named) {
    var clustering = named.clustering();
    var sizes = new int[clustering.k()];
    clustering.labels().forEach(label -> sizes[label]++);
    var list = new ArrayList<Row>();
    for (var number = 0; number < sizes.length; number++) {
      list.add(
          new Row(
              number,
              named.names().get(number),
              sizes[number],
              clustering.quality().clusterSilhouettes().get(number)));
    }
    return list;
  }

  /// Stops the grouping.
  public void cancel() {
    jobs.cancel("clusters");
    showFormer();
  }

  /// Selects a cluster's neurons beside those selected already.
  ///
  /// @param row the cluster
  public void add(Row row) {
    var clustering = workspace.clusteringProperty().get();
    if (clustering != null) {
      selection.select(selection.selectionProperty().get().plus(clustering.members(row.number())));
    }
  }

  /// Whether exactly the neurons of a cluster are selected.
  ///
  /// @param row the cluster
  /// @return true if they are
  public boolean isSelected(Row row) {
    var clustering = workspace.clusteringProperty().get();
    return clustering != null
        && selection.selectionProperty().get().size() == row.size()
        && selection.selectionProperty().get().equals(clustering.members(row.number()));
  }

  /// Whether a cluster holds the neuron in focus.
  ///
  /// @param row the cluster
  /// @return true if it does
  public boolean holdsFocus(Row row) {
    var clustering = workspace.clusteringProperty().get();
    var id = selection.focusProperty().get();
    return clustering != null
        && id != null
        && clustering.neurons().contains(id)
        && clustering.labels().get(clustering.neurons().row(id)) == row.number();
  }

  /// The most clusters that can be asked for.
  ///
  /// @return the number of neurons; any number while no scan is open
  public int mostClusters() {
    var scan = workspace.scanProperty().get();
    return scan == null ? Integer.MAX_VALUE : Math.max(2, scan.neurons().size());
  }

  /// Selects a cluster's neurons and brings its first into focus.
  ///
  /// @param row the cluster
  public void choose(Row row) {
    var clustering = workspace.clusteringProperty().get();
    if (clustering != null) {
      var members = clustering.members(row.number());
      selection.select(members);
      members.rows().findFirst().ifPresent(at -> selection.focusOn(members.index().id(at)));
    }
  }

  /// The clusters, the largest first.
  ///
  /// @return updated as a whole
  public ObservableList<Row> rows() {
    return rows;
  }

  /// How many clusters to make.
  ///
  /// @return the number
  public IntegerProperty kProperty() {
    return k;
  }

  /// What is clustered.
  ///
  /// @return the space
  public ObjectProperty<FeatureSpace> spaceProperty() {
    return space;
  }

  /// How the grouping stands.
  ///
  /// @return null while no scan is open
  public ReadOnlyObjectProperty<@Nullable JobState<?>> stateProperty() {
    return state.getReadOnlyProperty();
  }

  /// Whether other settings than those of the clusters shown are chosen.
  ///
  /// @return true if grouping again would give something else
  public ReadOnlyBooleanProperty staleProperty() {
    return stale.getReadOnlyProperty();
  }

  /// What is open.
  ///
  /// @return the workspace
  public Workspace workspace() {
    return workspace;
  }

  /// What links the views.
  ///
  /// @return the selection model
  public SelectionModel selection() {
    return selection;
  }
}
