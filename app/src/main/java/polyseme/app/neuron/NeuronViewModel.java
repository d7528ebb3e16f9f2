// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.app.selection.SelectionModel;
import polyseme.app.task.JobState;
import polyseme.app.task.Jobs;
import polyseme.app.workspace.Workspace;

/// What the neuron page says of the neuron in focus.
public final class NeuronViewModel {

  private final Workspace workspace;
  private final SelectionModel selection;
  private final Jobs jobs;
  private final ReadOnlyObjectWrapper<@Nullable JobState<NeuronProfile>> profile =
      new ReadOnlyObjectWrapper<>();

  /// Follows the focus.
  ///
  /// @param workspace what is open
  /// @param selection holds the focus
  /// @param jobs reads the profile
  public NeuronViewModel(Workspace workspace, SelectionModel selection, Jobs jobs) {
    this.workspace = workspace;
    this.selection = selection;
    this.jobs = jobs;
    selection.focusProperty().subscribe(this::load);
    workspace.scanProperty().subscribe(this::load);
  }

  private void load() {
    var scan = workspace.scanProperty().get();
    var id = selection.focusProperty().get();
    if (scan == null || id == null || !scan.neurons().contains(id)) {
      jobs.cancel("profile");
      profile.set(null);
      return;
    }
    jobs.start("profile", "Reading " + id, Jobs.Lane.COMPUTE, _ -> scan.profile(id), profile::set);
  }

  /// The profile of the neuron in focus, or how its reading stands.
  ///
  /// @return null when no neuron is in focus
  public ReadOnlyObjectProperty<@Nullable JobState<NeuronProfile>> profileProperty() {
    return profile.getReadOnlyProperty();
  }

  /// Goes back to the neuron before.
  public void back() {
    selection.goBack();
  }

  /// Goes forward again.
  public void forward() {
    selection.goForward();
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
