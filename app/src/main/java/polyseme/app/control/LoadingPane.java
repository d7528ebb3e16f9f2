// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import polyseme.app.task.JobState;

/// What a view shows while its content is being made: how far it is, in words and as a bar, and a
/// way to stop it.
public final class LoadingPane extends VBox {

  private final Label line = new Label();
  private final ProgressBar bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
  private final Button cancel = new Button("Cancel");
  private final HBox buttons = new HBox(8, cancel);
  private final String waiting;

  /// Makes a pane for one kind of work.
  ///
  /// @param waiting what is said before the work reports, such as `Waiting for the model`
  /// @param stop asks the work to stop
  public LoadingPane(String waiting, Runnable stop) {
    this.waiting = waiting;
    getStyleClass().add("loading-pane");
    setAlignment(Pos.CENTER);
    line.getStyleClass().add("loading-line");
    line.setWrapText(true);
    bar.setMaxWidth(320);
    bar.accessibleTextProperty().bind(line.textProperty());
    cancel.setOnAction(_ -> stop.run());
    buttons.setAlignment(Pos.CENTER);
    getChildren().addAll(line, bar, buttons);
    show(new JobState.Waiting<>());
  }

  /// Shows how the work stands.
  ///
  /// @param state its state; one that has ended leaves the pane as it is
  public void show(JobState<?> state) {
    switch (state) {
      case JobState.Waiting<?>() -> {
        line.setText(waiting + " …");
        bar.setProgress(ProgressBar.INDETERMINATE_PROGRESS);
      }
      case JobState.Running<?>(var progress) -> {
        line.setText(progress.line());
        bar.setProgress(progress.fraction());
      }
      case JobState.Done<?> _, JobState.Failed<?> _, JobState.Cancelled<?> _ -> {}
    }
  }

  /// Stands at the left below what was asked for, not in the middle of an empty place.
  ///
  /// @return this
  public LoadingPane inline() {
    setAlignment(Pos.TOP_LEFT);
    buttons.setAlignment(Pos.CENTER_LEFT);
    getStyleClass().add("inline");
    bar.setMaxWidth(Double.MAX_VALUE);
    return this;
  }

  /// Puts more beside the button that cancels.
  ///
  /// @param more what stands before it
  /// @return this
  public LoadingPane with(Node more) {
    buttons.getChildren().addFirst(more);
    return this;
  }

  @Override
  public void requestFocus() {
    cancel.requestFocus();
  }
}
