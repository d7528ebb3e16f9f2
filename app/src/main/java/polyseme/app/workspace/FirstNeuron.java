// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.workspace;

import java.util.List;
import polyseme.analysis.step.Workbench;
import polyseme.app.selection.SelectionModel;
import polyseme.app.task.JobState;
import polyseme.app.task.Jobs;
import polyseme.engine.model.NeuronId;

/// Brings a neuron worth seeing into focus when a scan was opened, so that the page of the neuron
/// is not empty; whoever points at one first is not disturbed.
public final class FirstNeuron {

  private static final String SLOT = "first neuron";

  private final Workbench workbench;
  private final Workspace workspace;
  private final SelectionModel selection;
  private final Jobs jobs;

  /// Follows what is open.
  ///
  /// @param workbench chooses
  /// @param workspace what is open
  /// @param selection gets the focus
  /// @param jobs runs the work
  public FirstNeuron(
      Workbench workbench, Workspace workspace, SelectionModel selection, Jobs jobs) {
    this.workbench = workbench;
    this.workspace = workspace;
    this.selection = selection;
    this.jobs = jobs;
    workspace.scanProperty().subscribe(this::choose);
  }

  private void choose() {
    var scan = workspace.scanProperty().get();
    if (scan == null || selection.focusProperty().get() != null) {
      jobs.cancel(SLOT);
      return;
    }
    jobs.start(
        SLOT,
        "Choosing a neuron to begin with",
        Jobs.Lane.COMPUTE,
        progress -> workbench.worthSeeing(scan, 1, progress),
        this::arrive);
  }

  // A failure is no news here: reading the page says it where it can be read again.
  private void arrive(JobState<List<NeuronId>> next) {
    if (next instanceof JobState.Done<List<NeuronId>>(var best)
        && !best.isEmpty()
        && selection.focusProperty().get() == null) {
      selection.focusOn(best.getFirst());
    }
  }
}
