// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.scan;

import atlantafx.base.theme.Styles;
import java.io.File;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.scan.Scan;
import polyseme.app.control.LoadingPane;
import polyseme.app.problem.ProblemPane;
import polyseme.app.problem.Problems;
import polyseme.app.task.JobState;

/// The form that starts a scan and the progress of one that runs.
public final class ScanView extends StackPane {

  private static final double WIDTH = 560;
  private static final double GAP = 12;
  private static final double STATE_HEIGHT = 84;

  private final ScanViewModel model;
  private final LoadingPane loading;
  private final Label texts = new Label();
  private final Label result = new Label();
  private final Label missing = new Label();
  private final Button start = new Button("Start the scan");
  private final Button pause = new Button("Pause");
  private final Button discard = new Button("Discard");
  private final VBox state = new VBox(8);

  /// Makes the view.
  ///
  /// @param model scans
  public ScanView(ScanViewModel model) {
    this.model = model;
    pause.setOnAction(_ -> model.togglePause());
    discard.setOnAction(_ -> model.discard());
    discard.setTooltip(new Tooltip("Throw away what the unfinished scan has so far"));
    this.loading = new LoadingPane("Waiting to scan", model::cancel).inline().with(pause);
    getStyleClass().add("open-view");
    var title = new Label("Scan texts");
    title.getStyleClass().add(Styles.TITLE_3);
    var about =
        new Label(
            "One pass over the texts keeps, for every neuron of every layer, its statistics,"
                + " samples of what it does, and what it does by token, position and label.");
    about.getStyleClass().add(Styles.TEXT_MUTED);
    about.setWrapText(true);
    start.getStyleClass().add(Styles.ACCENT);
    start.setOnAction(_ -> model.start());
    missing.getStyleClass().add(Styles.TEXT_MUTED);
    var begin = new HBox(GAP, start, missing, discard);
    begin.setAlignment(Pos.CENTER_LEFT);
    state.setMinHeight(STATE_HEIGHT); // so that nothing moves when the scan begins
    var page = new VBox(GAP, title, about, modelRow(), textsRow(), resultRow(), begin, state);
    page.setMaxSize(WIDTH, USE_PREF_SIZE);
    getChildren().add(page);
    follow();
  }

  private void follow() {
    model.workspace().modelProperty().subscribe(this::showChoices);
    model.folderProperty().subscribe(this::showChoices);
    model.corpus().subscribe(this::showChoices);
    model.stateProperty().subscribe(this::showState);
    model.discardedProperty().subscribe(this::showChoices);
    model.pausedProperty().subscribe(on -> pause.setText(on ? "Resume" : "Pause"));
    showChoices();
  }

  private Node modelRow() {
    var name = new Label();
    model.workspace().modelProperty().subscribe(_ -> name.setText(model.modelName()));
    return row("Model", name);
  }

  private Node textsRow() {
    var files = new Button("Files …");
    files.setOnAction(_ -> chooseFiles());
    var folder = new Button("Folder …");
    folder.setOnAction(_ -> chooseFolder("Choose a folder of texts", model.corpus()::setAll));
    return row("Texts", texts, files, folder);
  }

  private Node resultRow() {
    var folder = new Button("Choose …");
    folder.setOnAction(_ -> chooseResult());
    return row("Result", result, folder);
  }

  private static Node row(String title, Label value, Button... buttons) {
    var name = new Label(title);
    name.setMinWidth(80);
    name.getStyleClass().add(Styles.TEXT_BOLD);
    value.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(value, Priority.ALWAYS);
    var row = new HBox(8, name, value);
    row.getChildren().addAll(buttons);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private void chooseFiles() {
    var chooser = new FileChooser();
    chooser.setTitle("Choose texts: .txt, .md or .jsonl");
    var chosen = chooser.showOpenMultipleDialog(getScene().getWindow());
    if (chosen != null) {
      model.corpus().setAll(chosen.stream().map(File::toPath).toList());
    }
  }

  private void chooseFolder(String title, Consumer<Path> into) {
    var chooser = new DirectoryChooser();
    chooser.setTitle(title);
    var chosen = chooser.showDialog(getScene().getWindow());
    if (chosen != null) {
      into.accept(chosen.toPath());
    }
  }

  // The save dialog lets people name a folder that does not exist yet.
  private void chooseResult() {
    var chooser = new FileChooser();
    chooser.setTitle("Name the folder that keeps the scan");
    chooser.setInitialFileName("scan");
    var chosen = chooser.showSaveDialog(getScene().getWindow());
    if (chosen != null) {
      model.folderProperty().set(chosen.toPath());
    }
  }

  private void showChoices() {
    var corpus = model.corpus();
    texts.setText(
        corpus.isEmpty()
            ? "none chosen"
            : corpus.stream()
                .map(path -> String.valueOf(path.getFileName()))
                .collect(Collectors.joining(", ")));
    var folder = model.folderProperty().get();
    result.setText(folder == null ? "no folder chosen" : folder.toString());
    var now = model.stateProperty().get();
    var running = now != null && !now.ended();
    var begun = !running && model.hasUnfinished();
    start.setText(begun ? "Go on with the scan" : "Start the scan");
    discard.setVisible(begun);
    missing.setText(
        begun && model.missing().isEmpty()
            ? "A scan begun there goes on where it stopped."
            : model.missing());
    var goOn = running && start.isFocused();
    start.setDisable(running || !model.missing().isEmpty());
    if (goOn) {
      loading.requestFocus(); // on Cancel, as the button pressed is off now
    }
  }

  private void showState(@Nullable JobState<Scan> now) {
    if (now == null || now.ended()) {
      state.getChildren().clear();
    }
    switch (now) {
      case null -> {}
      case JobState.Waiting<Scan> _, JobState.Running<Scan> _ -> {
        loading.show(now);
        state.getChildren().setAll(loading);
      }
      case JobState.Failed<Scan>(var cause) ->
          state.getChildren().add(new ProblemPane(Problems.of(cause)));
      case JobState.Cancelled<Scan>() ->
          state
              .getChildren()
              .add(
                  new Label(
                      model.hasUnfinished()
                          ? "Stopped. What is scanned so far is kept and can be gone on with."
                          : "Cancelled; nothing was written."));
      case JobState.Done<Scan>(var scan) ->
          state
              .getChildren()
              .add(new Label("Done: %,d tokens.".formatted(scan.provenance().tokens())));
    }
    showChoices();
  }
}
