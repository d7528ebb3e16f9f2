// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.scan;

import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanOptions;
import polyseme.analysis.step.Workbench;
import polyseme.app.task.JobState;
import polyseme.app.task.Jobs;
import polyseme.app.workspace.Workspace;

/// A scan to be made: of what, how, into which folder.
public final class ScanViewModel {

  private static final String SLOT = "scan";

  private final Workbench workbench;
  private final Workspace workspace;
  private final Jobs jobs;
  private final ObservableList<Path> corpus = FXCollections.observableArrayList();
  private final ObjectProperty<@Nullable Path> folder = new SimpleObjectProperty<>();
  private final ObjectProperty<ScanOptions> options =
      new SimpleObjectProperty<>(ScanOptions.defaults());
  private final ReadOnlyObjectWrapper<@Nullable JobState<Scan>> state =
      new ReadOnlyObjectWrapper<>();

  private final ReadOnlyBooleanWrapper paused = new ReadOnlyBooleanWrapper();
  private final ReadOnlyIntegerWrapper discarded = new ReadOnlyIntegerWrapper();

  /// Makes the view model.
  ///
  /// @param workbench does the work
  /// @param workspace has the model and receives the scan
  /// @param jobs runs the work
  public ScanViewModel(Workbench workbench, Workspace workspace, Jobs jobs) {
    this.workbench = workbench;
    this.workspace = workspace;
    this.jobs = jobs;
  }

  /// What is still missing before the scan can start.
  ///
  /// @return a sentence, empty when nothing is missing
  public String missing() {
    if (workspace.modelProperty().get() == null) {
      return "Open a model first.";
    }
    if (corpus.isEmpty()) {
      return "Choose texts to scan.";
    }
    return folder.get() == null ? "Choose a folder for the result." : "";
  }

  /// Name of the open model.
  ///
  /// @return words that say so when none is open
  public String modelName() {
    var model = workspace.modelProperty().get();
    return model == null ? "none is open" : model.folder().name();
  }

  /// Starts the scan; the finished scan is opened.
  public void start() {
    var model = workspace.modelProperty().get();
    var into = folder.get();
    if (model == null || into == null || corpus.isEmpty()) {
      return;
    }
    var texts = List.copyOf(corpus);
    var how = options.get();
    paused.set(false);
    state.set(new JobState.Waiting<>());
    jobs.start(
        SLOT,
        "Scan with " + model.folder().name(),
        Jobs.Lane.COMPUTE,
        progress -> workbench.scan(model, texts, how, into, progress),
        next -> {
          if (next instanceof JobState.Done<Scan>(var scan)) {
            workspace.open(scan);
          }
          state.set(next);
        });
  }

  /// Makes the scan wait, or lets it go on.
  public void togglePause() {
    if (paused.get()) {
      jobs.resume(SLOT);
    } else {
      jobs.pause(SLOT);
    }
    paused.set(!paused.get());
  }

  /// Whether the scan waits.
  ///
  /// @return the property
  public ReadOnlyBooleanProperty pausedProperty() {
    return paused.getReadOnlyProperty();
  }

  /// Whether the folder holds a scan that was begun; starting goes on with it.
  ///
  /// @return true if something is kept
  public boolean hasUnfinished() {
    var into = folder.get();
    return into != null && workbench.hasUnfinished(into);
  }

  /// Throws the unfinished scan of the folder away.
  public void discard() {
    var into = folder.get();
    var now = state.get();
    if (into == null || (now != null && !now.ended())) {
      return;
    }
    jobs.start(
        "discard",
        "Discarding the unfinished scan",
        Jobs.Lane.COMPUTE,
        _ -> {
          workbench.discardScan(into);
          return into;
        },
        next -> {
          if (next instanceof JobState.Failed<Path>(var cause)) {
            state.set(new JobState.Failed<>(cause));
          } else if (next instanceof JobState.Done<Path>) {
            state.set(null);
            discarded.set(discarded.get() + 1);
          }
        });
  }

  /// Grows whenever an unfinished scan was thrown away.
  ///
  /// @return how many were
  public ReadOnlyIntegerProperty discardedProperty() {
    return discarded.getReadOnlyProperty();
  }

  /// Stops the scan; the part that is finished stays, and starting again goes on with it.
  public void cancel() {
    jobs.cancel(SLOT);
    paused.set(false);
    state.set(new JobState.Cancelled<>());
  }

  /// Files and folders to scan.
  ///
  /// @return the list
  public ObservableList<Path> corpus() {
    return corpus;
  }

  /// Where the result goes.
  ///
  /// @return null until chosen
  public ObjectProperty<@Nullable Path> folderProperty() {
    return folder;
  }

  /// How the scan is done.
  ///
  /// @return the options
  public ObjectProperty<ScanOptions> optionsProperty() {
    return options;
  }

  /// How the scan stands.
  ///
  /// @return null before it was started
  public ReadOnlyObjectProperty<@Nullable JobState<Scan>> stateProperty() {
    return state.getReadOnlyProperty();
  }

  /// What is open.
  ///
  /// @return the workspace
  public Workspace workspace() {
    return workspace;
  }
}
