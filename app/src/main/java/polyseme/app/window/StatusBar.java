// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.window;

import atlantafx.base.theme.Styles;
import java.util.Locale;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polyseme.app.task.Job;
import polyseme.app.task.JobState;

/// The bar at the bottom: neurons shown and selected, what runs, memory.
final class StatusBar extends HBox {

  private static final double GAP = 12;
  private static final double BAR_WIDTH = 120;
  private static final Duration TICK = Duration.millis(250);
  private static final double MEGA = 1024 * 1024;

  private final MainViewModel model;
  private final Label running = new Label();
  private final ProgressBar bar = new ProgressBar();
  private final Button cancel = new Button("", new FontIcon(Feather.X));
  private final Label memory = new Label();

  StatusBar(MainViewModel model) {
    super(GAP);
    this.model = model;
    getStyleClass().add("status");
    setAlignment(Pos.CENTER_LEFT);
    var neurons = new Label();
    neurons.textProperty().bind(model.statusProperty());
    bar.setPrefWidth(BAR_WIDTH);
    cancel.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
    cancel.setAccessibleText("Cancel");
    cancel.setTooltip(new Tooltip("Cancel"));
    cancel.setOnAction(_ -> model.cancelNewest());
    memory.setTooltip(new Tooltip("Java memory in use; weights and activations come on top"));
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    getChildren().addAll(neurons, space, running, bar, cancel, memory);
    showJob();
    model.jobs().newestProperty().subscribe(this::showJob);
    // decision: a slow timer instead of a listener a report: the bar is glanced at, not read
    var timer = new Timeline(new KeyFrame(TICK, _ -> showJob()));
    timer.setCycleCount(Timeline.INDEFINITE);
    sceneProperty()
        .subscribe(scene -> {
          if (scene == null) {
            timer.stop();
          } else {
            timer.play();
          }
        });
  }

  private void showJob() {
    var job = model.jobs().newestProperty().get();
    var busy = job != null && !job.state().ended();
    for (var node : new Region[] {running, bar, cancel}) {
      node.setVisible(busy);
      node.setManaged(busy);
    }
    if (job != null && busy) {
      describe(job);
    }
    var runtime = Runtime.getRuntime();
    memory.setText(
        String.format(
            Locale.ROOT, "%.0f MB", (runtime.totalMemory() - runtime.freeMemory()) / MEGA));
  }

  private void describe(Job<?> job) {
    if (job.state() instanceof JobState.Running<?>(var progress)) {
      running.setText(job.title() + " · " + progress.line());
      bar.setProgress(progress.fraction());
    } else {
      running.setText(job.title());
      bar.setProgress(ProgressBar.INDETERMINATE_PROGRESS);
    }
  }
}
