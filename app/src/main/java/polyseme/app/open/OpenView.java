// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.open;

import atlantafx.base.theme.Styles;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polyseme.app.control.LoadingPane;
import polyseme.app.problem.ProblemPane;
import polyseme.app.problem.Problems;
import polyseme.app.task.JobState;

/// The page on which things are opened.
public final class OpenView extends StackPane {

  private static final double WIDTH = 560;
  private static final double GAP = 16;
  private static final double STATE_HEIGHT = 72;

  private final OpenViewModel model;
  private final Runnable toScan;
  private final Button demo;
  private final LoadingPane loading;
  private final VBox state = new VBox(8);

  /// Makes the view.
  ///
  /// @param model opens
  /// @param toScan leads to the form that starts a scan
  public OpenView(OpenViewModel model, Runnable toScan) {
    this.model = model;
    this.toScan = toScan;
    this.loading = new LoadingPane("Opening", model::cancel).inline();
    this.demo =
        choice(
            Feather.COMPASS,
            "Explore the demo",
            "A small trained model and 406 short texts. Nothing is downloaded.",
            model::openDemo);
    getStyleClass().add("open-view");
    state.setMinHeight(STATE_HEIGHT); // so that nothing moves when something is opened
    var page = new VBox(GAP, heading(), choices(), state);
    page.setMaxWidth(WIDTH);
    page.setMaxHeight(USE_PREF_SIZE);
    page.setAlignment(Pos.CENTER_LEFT);
    getChildren().add(page);
    model.stateProperty().subscribe(this::showState);
    setOnDragOver(OpenView::acceptFolder);
    setOnDragDropped(this::dropped);
  }

  private static Node heading() {
    var title = new Label("What do its neurons respond to?");
    title.getStyleClass().add(Styles.TITLE_2);
    title.setWrapText(true);
    var text =
        new Label(
            "Open a language model, scan texts with it, and see all its neurons on one map: what"
                + " makes each of them fire, which ones fire together, and which answer to several"
                + " unrelated things.");
    text.getStyleClass().add(Styles.TEXT_MUTED);
    text.setWrapText(true);
    text.setMinHeight(USE_PREF_SIZE);
    return new VBox(8, title, text);
  }

  private Node choices() {
    return new VBox(
        8,
        demo,
        choice(
            Feather.BOX,
            "Open a model folder …",
            "TransformerLens (config.json, *.pth) or Hugging Face GPT-2 (safetensors).",
            () -> chooseFolder("Choose a model folder", model::openModel)),
        choice(
            Feather.FOLDER,
            "Open a scan …",
            "A folder that an earlier scan made.",
            () -> chooseFolder("Choose a scan folder", model::openScan)),
        scanChoice());
  }

  private Node scanChoice() {
    var button =
        choice(
            Feather.PLAY,
            "Scan texts …",
            "See what the open model's neurons respond to in texts of your own.",
            toScan);
    var open = model.workspace().modelProperty().isNotNull();
    button.visibleProperty().bind(open);
    button.managedProperty().bind(open);
    return button;
  }

  @Override
  public void requestFocus() {
    demo.requestFocus();
  }

  private static Button choice(Feather icon, String title, String text, Runnable action) {
    var name = new Label(title);
    name.getStyleClass().add(Styles.TEXT_BOLD);
    var about = new Label(text);
    about.getStyleClass().addAll(Styles.TEXT_MUTED, Styles.TEXT_SMALL);
    var words = new VBox(2, name, about);
    var picture = new FontIcon(icon);
    picture.getStyleClass().add("choice-icon");
    var content = new HBox(GAP, picture, words);
    content.setAlignment(Pos.CENTER_LEFT);
    var button = new Button("", content);
    button.getStyleClass().add("choice");
    button.setMaxWidth(Double.MAX_VALUE);
    button.setAlignment(Pos.CENTER_LEFT);
    button.setAccessibleText(title + ". " + text);
    button.setOnAction(_ -> action.run());
    return button;
  }

  private void chooseFolder(String title, Consumer<Path> open) {
    var chooser = new DirectoryChooser();
    chooser.setTitle(title);
    var chosen = chooser.showDialog(getScene().getWindow());
    if (chosen != null) {
      open.accept(chosen.toPath());
    }
  }

  private static void acceptFolder(DragEvent event) {
    if (event.getDragboard().getFiles().stream().anyMatch(File::isDirectory)) {
      event.acceptTransferModes(TransferMode.COPY);
    }
    event.consume();
  }

  private void dropped(DragEvent event) {
    event.getDragboard().getFiles().stream()
        .filter(File::isDirectory)
        .findFirst()
        .map(File::toPath)
        .ifPresent(folder -> {
          if (Files.exists(folder.resolve("scan.json"))) {
            model.openScan(folder);
          } else {
            model.openModel(folder);
          }
        });
    event.setDropCompleted(true);
    event.consume();
  }

  private void showState(@Nullable JobState<?> now) {
    if (now == null || now.ended()) {
      state.getChildren().clear();
    }
    switch (now) {
      case null -> {}
      case JobState.Waiting<?> _, JobState.Running<?> _ -> {
        loading.show(now);
        state.getChildren().setAll(loading);
      }
      case JobState.Failed<?>(var cause) ->
          state.getChildren().add(new ProblemPane(Problems.of(cause)));
      case JobState.Cancelled<?>() -> state.getChildren().add(new Label("Cancelled."));
      case JobState.Done<?>(_) -> {
        if (!model.unscanned().isEmpty()) {
          state.getChildren().add(opened());
        }
      }
    }
  }

  private Node opened() {
    var line = new Label(model.unscanned());
    line.setWrapText(true);
    var scan = new Button("Scan texts with it …");
    scan.getStyleClass().add(Styles.ACCENT);
    scan.setOnAction(_ -> toScan.run());
    var hint = new Label("or try a text of your own on one neuron: Ctrl+K, then L0.0");
    hint.getStyleClass().add(Styles.TEXT_MUTED);
    var next = new HBox(GAP, scan, hint);
    next.setAlignment(Pos.CENTER_LEFT);
    return new VBox(8, line, next);
  }
}
