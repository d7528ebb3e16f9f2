// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.scene.Group;
import javafx.scene.Scene;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.color.Theme;
import polyseme.app.screens.Screens;
import polyseme.app.window.Screen;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.Progress;

/// Paints the whole window, with the demo open, at the sizes and in the themes people have.
final class WindowPictures {

  /// One picture to take.
  ///
  /// @param name of the file, without its ending
  /// @param screen what the centre shows
  /// @param width of the window
  /// @param height of the window
  /// @param scale pixels of the picture for one of the window
  private record Shot(String name, Screen screen, int width, int height, double scale) {}

  private static final int PATIENCE_MILLIS = 120_000;
  private static final int POLL_MILLIS = 100;

  /// Layout, list cells and drawings need some pulses of the toolkit.
  private static final int SETTLE_MILLIS = 700;

  private static final Shot ERROR = new Shot("error", Screen.OPEN, 1280, 800, 1);
  private static final Shot EMPTY = new Shot("empty", Screen.OPEN, 1280, 800, 1);

  private static final List<Shot> SHOTS =
      List.of(
          new Shot("map", Screen.MAP, 1440, 900, 1),
          new Shot("map-2x", Screen.MAP, 1280, 800, 2),
          new Shot("map-large", Screen.MAP, 1920, 1080, 1),
          new Shot("map-small", Screen.MAP, 1280, 800, 1),
          new Shot("table", Screen.TABLE, 1440, 900, 1),
          new Shot("open", Screen.OPEN, 1280, 800, 1),
          new Shot("scan", Screen.SCAN, 1280, 800, 1));

  private final Function<Theme, WindowWiring> windows;

  /// Takes what makes windows.
  ///
  /// @param windows makes a window in a theme
  WindowPictures(Function<Theme, WindowWiring> windows) {
    this.windows = windows;
  }

  /// Paints all of them.
  ///
  /// @param folder where the pictures go
  /// @param scan the scan to show; null for the demo
  /// @param progress told how far it is
  /// @return the files written
  /// @throws OutputException if they cannot be written
  List<Path> take(Path folder, @Nullable Path scan, Progress progress) throws OutputException {
    var files = new ArrayList<Path>();
    try {
      Screens.start();
      try {
        for (var theme : Theme.values()) {
          shoot(theme, folder, scan, files, progress);
        }
      } finally {
        Platform.exit();
      }
    } catch (IOException e) {
      throw new OutputException(
          "The pictures could not be written into %s: %s.".formatted(folder, e.getMessage()),
          "Choose a folder you may write to with --out.");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return files;
  }

  private void shoot(
      Theme theme, Path folder, @Nullable Path scan, List<Path> files, Progress progress)
      throws IOException, InterruptedException {
    var made = new AtomicReference<WindowWiring>();
    Screens.onToolkit(() -> made.set(windows.apply(theme)));
    var window = made.get();
    var suffix = "-" + theme.name().toLowerCase(Locale.ROOT) + ".png";
    files.add(picture(window, EMPTY, folder.resolve(EMPTY.name() + suffix)));
    Screens.onToolkit(() -> window.openModel(Path.of("no-such-model")));
    files.add(picture(window, ERROR, folder.resolve(ERROR.name() + suffix)));
    Screens.onToolkit(() -> {
      if (scan == null) {
        window.openDemo();
      } else {
        window.openScan(scan);
      }
    });
    await(window::isComplete, progress);
    Screens.onToolkit(() -> window.find("L1.50"));
    for (var shot : SHOTS) {
      progress.report("Painting " + shot.name(), files.size(), 2L * SHOTS.size() + 4, "pictures");
      files.add(picture(window, shot, folder.resolve(shot.name() + suffix)));
    }
    Screens.onToolkit(window::close);
  }

  // A scene without a window: the toolkit's window without a display is at most 1000 pixels wide.
  private static Path picture(WindowWiring window, Shot shot, Path file)
      throws IOException, InterruptedException {
    var scene = new AtomicReference<Scene>();
    Screens.onToolkit(() -> {
      window.show(shot.screen());
      var before = window.mainView().getScene();
      if (before != null) {
        before.setRoot(new Group());
      }
      var next = new Scene(window.mainView(), shot.width(), shot.height());
      window.theme().dress(next);
      scene.set(next);
      Screens.picture(next, 1);
    });
    Thread.sleep(SETTLE_MILLIS);
    Screens.onToolkit(() -> Screens.write(scene.get(), shot.scale(), file));
    return file;
  }

  /// Waits until something holds on the toolkit's thread; gives up after two minutes.
  private static void await(BooleanSupplier done, Progress progress)
      throws IOException, InterruptedException {
    var holds = new AtomicBoolean();
    for (var waited = 0; waited < PATIENCE_MILLIS && !holds.get(); waited += POLL_MILLIS) {
      progress.checkCancelled();
      progress.report("Opening what is shown", 0, 0, "pictures");
      Thread.sleep(POLL_MILLIS);
      Screens.onToolkit(() -> holds.set(done.getAsBoolean()));
    }
  }
}
