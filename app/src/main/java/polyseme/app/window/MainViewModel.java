// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.window;

import java.util.Locale;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import polyseme.app.selection.SelectionModel;
import polyseme.app.task.Jobs;
import polyseme.app.workspace.VisibleNeurons;
import polyseme.app.workspace.Workspace;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.RequestException;

/// Which screen is shown, what the bars say, and where a search leads.
public final class MainViewModel {

  private final Workspace workspace;
  private final SelectionModel selection;
  private final VisibleNeurons visible;
  private final Jobs jobs;
  private final ParityViewModel parity;
  private final ObjectProperty<Screen> screen = new SimpleObjectProperty<>(Screen.OPEN);
  private final BooleanProperty drawer = new SimpleBooleanProperty(true);
  private final ReadOnlyStringWrapper status = new ReadOnlyStringWrapper("");

  /// Makes the view model; an opened scan brings the map up.
  ///
  /// @param workspace what is open
  /// @param selection links the views
  /// @param visible which neurons the filter lets through
  /// @param jobs what runs
  /// @param parity whether what is open was compared with a reference
  public MainViewModel(
      Workspace workspace,
      SelectionModel selection,
      VisibleNeurons visible,
      Jobs jobs,
      ParityViewModel parity) {
    this.workspace = workspace;
    this.selection = selection;
    this.visible = visible;
    this.jobs = jobs;
    this.parity = parity;
    workspace
        .scanProperty()
        .subscribe(scan -> screen.set(scan == null ? screen.get() : Screen.MAP));
    workspace.modelProperty().subscribe(this::describe);
    selection.selectionProperty().subscribe(this::describe);
    visible.neuronsProperty().subscribe(this::describe);
    visible.complaintProperty().subscribe(this::describe);
    describe();
  }

  private void describe() {
    var scan = workspace.scanProperty().get();
    var shown = visible.neuronsProperty().get();
    if (scan == null || shown == null) {
      var neurons = workspace.neurons();
      status.set(
          neurons == null
              ? "Nothing is open"
              : String.format(Locale.ROOT, "%,d neurons · not scanned yet", neurons.size()));
      return;
    }
    var all = scan.neurons().size();
    var text = new StringBuilder(String.format(Locale.ROOT, "%,d neurons", all));
    if (shown.size() < all) {
      text.append(String.format(Locale.ROOT, " · %,d shown by the filter", shown.size()));
    }
    var selected = selection.selectionProperty().get().size();
    if (selected > 0) {
      text.append(String.format(Locale.ROOT, " · %,d selected", selected));
    }
    status.set(text.toString());
  }

  /// Finds a neuron and brings it into focus.
  ///
  /// @param written as people write it: `L1.50`
  /// @return what is wrong, empty if it was found
  public String find(String written) {
    var neurons = workspace.neurons();
    if (neurons == null) {
      return "Open a model or a scan first.";
    }
    try {
      var unit = UnitAddress.parse(written);
      var id = new NeuronId(unit.layer(), unit.index());
      if (unit.hook().site() != BlockSite.POST || !neurons.contains(id)) {
        return "There are layers 0–%d with neurons 0–%d."
            .formatted(neurons.nLayers() - 1, neurons.dMlp() - 1);
      }
      selection.focusOn(id);
      if (!screen.get().explores()) {
        screen.set(Screen.MAP);
      }
      return "";
    } catch (RequestException unknown) {
      return unknown.what() + " Write L1.50 for neuron 50 of layer 1.";
    }
  }

  /// Cancels the job that the status bar shows.
  public void cancelNewest() {
    var job = jobs.newestProperty().get();
    if (job != null) {
      job.cancel();
    }
  }

  /// What the centre shows.
  ///
  /// @return the screen
  public ObjectProperty<Screen> screenProperty() {
    return screen;
  }

  /// Whether the drawer with the clusters is open.
  ///
  /// @return true while open
  public BooleanProperty drawerProperty() {
    return drawer;
  }

  /// How many neurons there are, are shown and are selected.
  ///
  /// @return a line
  public ReadOnlyStringProperty statusProperty() {
    return status.getReadOnlyProperty();
  }

  /// What runs.
  ///
  /// @return the jobs
  public Jobs jobs() {
    return jobs;
  }

  /// Whether what is open was compared with a reference.
  ///
  /// @return the view model of the badge
  public ParityViewModel parity() {
    return parity;
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
