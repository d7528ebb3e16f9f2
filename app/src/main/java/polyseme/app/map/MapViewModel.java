// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.map;

import java.util.BitSet;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.projection.Embedding2D;
import polyseme.analysis.space.FeatureSpace;
import polyseme.analysis.step.Workbench;
import polyseme.app.selection.SelectionModel;
import polyseme.app.task.JobState;
import polyseme.app.task.Jobs;
import polyseme.app.workspace.VisibleNeurons;
import polyseme.app.workspace.Workspace;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronSet;

/// What the map shows and what its gestures do.
public final class MapViewModel {

  /// How a selecting gesture combines with what is selected.
  public enum Combine {
    /// Takes its place.
    REPLACE,
    /// Adds to it.
    ADD,
    /// Takes away from it.
    SUBTRACT
  }

  private static final long SEED = 42;

  private final Workbench workbench;
  private final Workspace workspace;
  private final SelectionModel selection;
  private final VisibleNeurons visible;
  private final Jobs jobs;
  private final ObjectProperty<FeatureSpace> space =
      new SimpleObjectProperty<>(FeatureSpace.ACTIVATIONS);
  private final ObjectProperty<ColourBy> colourBy =
      new SimpleObjectProperty<>(new ColourBy.Cluster());
  private final ReadOnlyObjectWrapper<@Nullable JobState<Embedding2D>> state =
      new ReadOnlyObjectWrapper<>();

  /// Computes a map whenever a scan is opened or another space is chosen.
  ///
  /// @param workbench does the work
  /// @param workspace what is open
  /// @param selection links the views
  /// @param visible which neurons the filter lets through
  /// @param jobs runs the work
  public MapViewModel(
      Workbench workbench,
      Workspace workspace,
      SelectionModel selection,
      VisibleNeurons visible,
      Jobs jobs) {
    this.workbench = workbench;
    this.workspace = workspace;
    this.selection = selection;
    this.visible = visible;
    this.jobs = jobs;
    workspace.scanProperty().subscribe(this::project);
    space.subscribe(this::project);
  }

  private void project() {
    var scan = workspace.scanProperty().get();
    var wanted = space.get();
    if (scan == null) {
      jobs.cancel("embedding");
      state.set(null);
      return;
    }
    jobs.start(
        "embedding",
        "Map of " + wanted.title(),
        Jobs.Lane.COMPUTE,
        progress -> workbench.project(scan, wanted, SEED, progress),
        this::arrive);
  }

  private void arrive(JobState<Embedding2D> next) {
    if (next instanceof JobState.Done<Embedding2D>(var places)) {
      workspace.show(places);
    }
    state.set(next);
  }

  /// Brings the neuron of a point into focus.
  ///
  /// @param row its row
  public void pick(int row) {
    selection.focusOn(idOf(row));
  }

  /// Previews the neuron of a point.
  ///
  /// @param row its row, −1 for none
  public void hover(int row) {
    selection.hoverProperty().set(row < 0 ? null : idOf(row));
  }

  /// Selects points.
  ///
  /// @param rows their rows
  /// @param how how they combine with those selected
  public void select(BitSet rows, Combine how) {
    var scan = workspace.scanProperty().get();
    if (scan == null) {
      return;
    }
    var chosen = NeuronSet.ofRows(scan.neurons(), rows.stream());
    var before = selection.selectionProperty().get();
    selection.select(
        switch (how) {
          case REPLACE -> chosen;
          case ADD -> before.plus(chosen);
          case SUBTRACT -> before.minus(chosen);
        });
  }

  /// Selects the neurons of one colour; if just these are selected, none.
  ///
  /// @param number of the cluster or layer, whichever the colours show
  public void selectGroup(int number) {
    var scan = workspace.scanProperty().get();
    if (scan == null) {
      return;
    }
    var clustering = workspace.clusteringProperty().get();
    var dMlp = scan.neurons().dMlp();
    var group =
        colourBy.get() instanceof ColourBy.Cluster && clustering != null
            ? clustering.members(number)
            : NeuronSet.ofRows(scan.neurons(), IntStream.range(number * dMlp, (number + 1) * dMlp));
    var selected = group.equals(selection.selectionProperty().get());
    selection.select(selected ? NeuronSet.none(scan.neurons()) : group);
  }

  /// Those of some neurons that the filter lets through.
  ///
  /// @param some neurons
  /// @return all of them while no scan is open
  public NeuronSet shownOf(NeuronSet some) {
    var shown = visible.neuronsProperty().get();
    return shown == null ? some : some.minus(some.minus(shown));
  }

  private NeuronId idOf(int row) {
    var scan = workspace.scanProperty().get();
    if (scan == null) {
      throw new IllegalArgumentException("row %d without a scan".formatted(row));
    }
    return scan.neurons().id(row);
  }

  /// Row of a neuron in the open scan.
  ///
  /// @param id the neuron, may be null
  /// @return its row, −1 if it has none
  public int rowOf(@Nullable NeuronId id) {
    var scan = workspace.scanProperty().get();
    return scan == null || id == null || !scan.neurons().contains(id) ? -1 : scan.neurons().row(id);
  }

  /// Name of a point.
  ///
  /// @param row its row
  /// @return the neuron as people write it
  public String nameOf(int row) {
    return idOf(row).toString();
  }

  /// Titles of the two axes with the variance each explains.
  ///
  /// @param places the map
  /// @param axis 0 or 1
  /// @return for instance `PC1 (12.3 %)`
  public static String axisTitle(Embedding2D places, int axis) {
    return places.explained().size() > axis
        ? String.format(Locale.ROOT, "PC%d (%.1f %%)", axis + 1, 100 * places.explained().get(axis))
        : "PC" + (axis + 1);
  }

  /// Rows of a set of neurons.
  ///
  /// @param set the neurons, may be null
  /// @return their rows as bits, null for a null set
  public static @Nullable BitSet bits(@Nullable NeuronSet set) {
    return set == null ? null : set.rows().collect(BitSet::new, BitSet::set, BitSet::or);
  }

  /// Where the middle of a cluster lies on the map: the median of its points, which outliers do not
  /// move.
  ///
  /// @param places the map
  /// @param rows rows of the cluster
  /// @param axis 0 or 1
  /// @return a coordinate
  public static double middle(Embedding2D places, NeuronSet rows, int axis) {
    var sorted = rows.rows().mapToDouble(row -> places.xy().get(row, axis)).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }

  /// All rows, for what needs a stream.
  ///
  /// @return rows of the open scan
  public IntStream rows() {
    var scan = workspace.scanProperty().get();
    return scan == null ? IntStream.empty() : IntStream.range(0, scan.neurons().size());
  }

  /// What the points are made of.
  ///
  /// @return the space; setting it computes a new map
  public ObjectProperty<FeatureSpace> spaceProperty() {
    return space;
  }

  /// What the colours say.
  ///
  /// @return the choice
  public ObjectProperty<ColourBy> colourByProperty() {
    return colourBy;
  }

  /// How the map's computation stands.
  ///
  /// @return null while no scan is open
  public ReadOnlyObjectProperty<@Nullable JobState<Embedding2D>> stateProperty() {
    return state.getReadOnlyProperty();
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

  /// Which neurons are shown.
  ///
  /// @return the filter's result
  public VisibleNeurons visible() {
    return visible;
  }
}
