// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.fake;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import polyseme.analysis.color.Theme;
import polyseme.app.theme.ThemeModel;

/// The toolkit without a display, for tests of views.
public final class Fx {

  private static final int PATIENCE_S = 60;

  private Fx() {}

  /// What a test does on the FX thread.
  @FunctionalInterface
  public interface Action {
    /// Does it.
    ///
    /// @throws Exception if the test fails
    void run() throws Exception;
  }

  /// Does something on the FX thread and waits for it.
  ///
  /// @param action what
  /// @throws Exception what it threw
  public static void run(Action action) throws Exception {
    start();
    var task =
        new FutureTask<>(() -> {
          action.run();
          return true;
        });
    Platform.runLater(task);
    var _ = task.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  private static void start() throws InterruptedException {
    var started = new CountDownLatch(1);
    try {
      Platform.startup(started::countDown);
    } catch (IllegalStateException _) {
      return; // another test has started it
    }
    var _ = started.await(PATIENCE_S, TimeUnit.SECONDS);
    Platform.setImplicitExit(false);
  }

  /// Shows a view in a window.
  ///
  /// @param view the view
  /// @param width of the window
  /// @param height of the window
  /// @return the window
  public static Stage show(Parent view, double width, double height) {
    var scene = new Scene(new StackPane(view), width, height);
    new ThemeModel(Theme.DARK).dress(scene);
    var stage = new Stage();
    stage.setScene(scene);
    stage.show();
    layOut(stage);
    return stage;
  }

  /// Lays a window out, as the next pulse would.
  ///
  /// @param stage the window
  public static void layOut(Stage stage) {
    stage.getScene().getRoot().applyCss();
    stage.getScene().getRoot().layout();
  }
}
