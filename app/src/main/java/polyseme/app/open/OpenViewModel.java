// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.open;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.step.Workbench;
import polyseme.app.task.JobState;
import polyseme.app.task.Jobs;
import polyseme.app.workspace.Workspace;
import polyseme.engine.HookedModel;
import polyseme.engine.OpenOptions;
import polyseme.engine.model.BosChoice;
import polyseme.engine.model.Processing;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// Opens things: the demo, a model folder, a finished scan.
public final class OpenViewModel {

  private static final String SLOT = "open";

  private final Workbench workbench;
  private final Workspace workspace;
  private final Jobs jobs;
  private final ReadOnlyObjectWrapper<@Nullable JobState<?>> state = new ReadOnlyObjectWrapper<>();

  /// Makes the view model.
  ///
  /// @param workbench does the work
  /// @param workspace receives what was opened
  /// @param jobs runs the work
  public OpenViewModel(Workbench workbench, Workspace workspace, Jobs jobs) {
    this.workbench = workbench;
    this.workspace = workspace;
    this.jobs = jobs;
  }

  /// Opens the demo: its scan at once, its model after it.
  public void openDemo() {
    jobs.start(
        SLOT,
        "Opening the demo",
        Jobs.Lane.COMPUTE,
        workbench::openDemoScan,
        next -> {
          if (next instanceof JobState.Done<Scan>(var scan)) {
            workspace.open(scan);
            openModelOf(scan);
          }
          state.set(next);
        });
  }

  /// Opens a finished scan and, if it is still where it was, the scan's model.
  ///
  /// @param folder the scan's folder
  public void openScan(Path folder) {
    jobs.start(
        SLOT,
        "Opening " + nameOf(folder),
        Jobs.Lane.COMPUTE,
        _ -> workbench.openScan(folder),
        next -> {
          if (next instanceof JobState.Done<Scan>(var scan)) {
            workspace.open(scan);
            openModelOf(scan);
          }
          state.set(next);
        });
  }

  /// Opens a model folder.
  ///
  /// @param folder the folder
  public void openModel(Path folder) {
    jobs.start(
        SLOT,
        "Opening " + nameOf(folder),
        Jobs.Lane.MODEL,
        progress -> workbench.openModel(folder, progress),
        next -> {
          if (next instanceof JobState.Done<HookedModel>(var model)) {
            workspace.open(model);
          }
          state.set(next);
        });
  }

  // The scan is shown meanwhile; only own texts need the model. A model that moved is no error
  // here.
  private void openModelOf(Scan scan) {
    var provenance = scan.provenance();
    jobs.start(
        "model",
        "Loading " + provenance.modelName(),
        Jobs.Lane.MODEL,
        progress -> sameModel(scan, progress),
        next -> {
          if (next instanceof JobState.Done<Optional<HookedModel>>(var model)) {
            model.ifPresent(workspace::open);
          }
        });
  }

  private Optional<HookedModel> sameModel(Scan scan, Progress progress) throws PolysemeException {
    var made = scan.provenance();
    var options =
        OpenOptions.defaults()
            .withProcessing(Processing.parse(made.processing()))
            .withBos(made.bos() ? BosChoice.ALWAYS : BosChoice.NEVER);
    var model = workbench.openModel(Path.of(made.modelPath()), options, progress);
    if (model.folder().digest().equals(made.modelDigest())) {
      return Optional.of(model);
    }
    model.close();
    return Optional.empty();
  }

  /// What to say of an open model that has no scan yet.
  ///
  /// @return a sentence, empty if there is no such model
  public String unscanned() {
    var opened = workspace.modelProperty().get();
    if (opened == null || workspace.scanProperty().get() != null) {
      return "";
    }
    var dims = opened.config().dims();
    return "%s is open: %d layers of %,d neurons."
        .formatted(opened.folder().name(), dims.nLayers(), dims.dMlp());
  }

  private static String nameOf(Path folder) {
    return String.valueOf(Objects.requireNonNullElse(folder.getFileName(), folder));
  }

  /// Stops what is being opened.
  public void cancel() {
    jobs.cancel(SLOT);
    state.set(new JobState.Cancelled<>());
  }

  /// How the opening stands.
  ///
  /// @return null before anything was opened
  public ReadOnlyObjectProperty<@Nullable JobState<?>> stateProperty() {
    return state.getReadOnlyProperty();
  }

  /// What is open.
  ///
  /// @return the workspace
  public Workspace workspace() {
    return workspace;
  }
}
