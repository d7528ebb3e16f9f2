// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.workspace;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.projection.Embedding2D;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanProvenance;
import polyseme.app.selection.SelectionModel;
import polyseme.engine.HookedModel;
import polyseme.engine.model.NeuronIndex;

/// What is open, observable. Opening something else closes what it replaces. FX thread only.
public final class Workspace implements AutoCloseable {

  private final SelectionModel selection;
  private final Consumer<AutoCloseable> closer;
  private final ReadOnlyObjectWrapper<@Nullable HookedModel> model = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Scan> scan = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Embedding2D> embedding =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Clustering> clustering =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<List<String>> clusterNames =
      new ReadOnlyObjectWrapper<>(List.of());

  /// Makes a workspace in which nothing is open.
  ///
  /// @param selection begun anew whenever other neurons come
  /// @param closer closes what is not needed any more, once nothing that was asked of it before
  ///   runs
  public Workspace(SelectionModel selection, Consumer<AutoCloseable> closer) {
    this.selection = selection;
    this.closer = closer;
  }

  /// Opens a model; the scan stays if it was made with it, the same processing and the same
  /// beginning of texts.
  ///
  /// @param opened the model, owned from now on
  public void open(HookedModel opened) {
    var before = model.get();
    var shown = scan.get();
    model.set(opened);
    if (shown != null && !madeWith(shown.provenance(), opened)) {
      closeScan();
    }
    if (scan.get() == null) {
      var dims = opened.config().dims();
      selection.reset(new NeuronIndex(dims.nLayers(), dims.dMlp()));
    }
    if (before != null) {
      closer.accept(before);
    }
  }

  private static boolean madeWith(ScanProvenance made, HookedModel model) {
    return made.modelDigest().equals(model.folder().digest())
        && made.processing().equals(model.processing().text())
        && made.bos() == (model.tokenizer().bosId() >= 0);
  }

  /// The neurons there are: those of the scan, or those of the model that has no scan yet.
  ///
  /// @return null when nothing is open
  public @Nullable NeuronIndex neurons() {
    var scanned = scan.get();
    if (scanned != null) {
      return scanned.neurons();
    }
    var opened = model.get();
    return opened == null
        ? null
        : new NeuronIndex(opened.config().dims().nLayers(), opened.config().dims().dMlp());
  }

  /// Opens a scan; map and clusters of the one before go.
  ///
  /// @param opened the scan, owned from now on
  public void open(Scan opened) {
    var before = scan.get();
    var read = before == null ? selection.focusProperty().get() : null;
    show(null, null, List.of());
    selection.reset(opened.neurons());
    scan.set(opened);
    if (read != null && opened.neurons().contains(read)) {
      selection.focusOn(read); // read with the model before there was a scan
    }
    if (before != null) {
      closer.accept(before);
    }
  }

  private void closeScan() {
    var before = scan.get();
    show(null, null, List.of());
    scan.set(null);
    if (before != null) {
      closer.accept(before);
    }
  }

  /// Shows a map.
  ///
  /// @param places the map
  public void show(Embedding2D places) {
    embedding.set(places);
  }

  /// Shows clusters.
  ///
  /// @param groups the clusters
  /// @param names a name for each, by cluster number
  public void show(Clustering groups, List<String> names) {
    clusterNames.set(List.copyOf(names));
    clustering.set(groups);
  }

  private void show(@Nullable Embedding2D places, @Nullable Clustering groups, List<String> names) {
    embedding.set(places);
    clusterNames.set(names);
    clustering.set(groups);
  }

  /// The open model.
  ///
  /// @return null when none is
  public ReadOnlyObjectProperty<@Nullable HookedModel> modelProperty() {
    return model.getReadOnlyProperty();
  }

  /// The open scan.
  ///
  /// @return null when none is
  public ReadOnlyObjectProperty<@Nullable Scan> scanProperty() {
    return scan.getReadOnlyProperty();
  }

  /// The map of the scan's neurons.
  ///
  /// @return null until it is computed
  public ReadOnlyObjectProperty<@Nullable Embedding2D> embeddingProperty() {
    return embedding.getReadOnlyProperty();
  }

  /// The groups of the scan's neurons.
  ///
  /// @return null until they are computed
  public ReadOnlyObjectProperty<@Nullable Clustering> clusteringProperty() {
    return clustering.getReadOnlyProperty();
  }

  /// Names of the clusters, by number; set before [#clusteringProperty()].
  ///
  /// @return empty until they are computed
  public ReadOnlyObjectProperty<List<String>> clusterNamesProperty() {
    return clusterNames.getReadOnlyProperty();
  }

  @Override
  public void close() {
    closeScan();
    var before = model.get();
    model.set(null);
    if (before != null) {
      closer.accept(before);
    }
  }
}
