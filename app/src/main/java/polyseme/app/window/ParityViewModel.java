// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.window;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import polyseme.analysis.parity.ParityBadge;
import polyseme.analysis.step.Workbench;
import polyseme.app.task.JobState;
import polyseme.app.task.Jobs;
import polyseme.app.workspace.Workspace;

/// Whether what is open was compared with a reference.
public final class ParityViewModel {

  private static final String SLOT = "parity";

  private final Workbench workbench;
  private final Workspace workspace;
  private final Jobs jobs;
  private final ReadOnlyObjectWrapper<Optional<ParityBadge>> badge =
      new ReadOnlyObjectWrapper<>(Optional.empty());

  /// Whose numbers are shown.
  ///
  /// @param digest SHA-256 of the model's files
  /// @param processing weight processing
  private record Shown(String digest, String processing) {}

  /// Makes the view model.
  ///
  /// @param workbench knows about comparisons
  /// @param workspace what is open
  /// @param jobs runs the looking up
  public ParityViewModel(Workbench workbench, Workspace workspace, Jobs jobs) {
    this.workbench = workbench;
    this.workspace = workspace;
    this.jobs = jobs;
    workspace.modelProperty().subscribe(this::look);
    workspace.scanProperty().subscribe(this::look);
  }

  private void look() {
    var shown = shown();
    if (shown.isEmpty()) {
      jobs.cancel(SLOT);
      badge.set(Optional.empty());
      return;
    }
    var model = shown.get();
    jobs.start(
        SLOT,
        "Looking up comparisons",
        Jobs.Lane.COMPUTE,
        _ -> workbench.parity(model.digest(), model.processing()),
        state -> {
          if (state instanceof JobState.Done<ParityBadge>(var found)) {
            badge.set(Optional.of(found));
          }
        });
  }

  // The scan's numbers fill the window; a model without one is asked directly.
  private Optional<Shown> shown() {
    var scan = workspace.scanProperty().get();
    if (scan != null) {
      var made = scan.provenance();
      return Optional.of(new Shown(made.modelDigest(), made.processing()));
    }
    return Optional.ofNullable(workspace.modelProperty().get())
        .map(model -> new Shown(model.folder().digest(), model.processing().text()));
  }

  /// What to show.
  ///
  /// @return empty while nothing is open
  public ReadOnlyObjectProperty<Optional<ParityBadge>> badgeProperty() {
    return badge.getReadOnlyProperty();
  }
}
