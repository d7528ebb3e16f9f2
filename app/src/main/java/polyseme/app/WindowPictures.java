// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
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

  private static final double PATIENCE_SECONDS = 120;

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
  public WindowPictures(Function<Theme, WindowWiring> windows) {
    this.windows = windows;
  }

  /// Paints all of them.
  ///
  /// @param folder where the pictures go
  /// @param progress told how far it is
  /// @return the files written
  /// @throws OutputException if they cannot be written
  public List<Path> take(Path folder, Progress progress) throws OutputException {
    var files = new ArrayList<Path>();
    try {
      Screens.headless(() -> {
        for (var theme : Theme.values()) {
          shoot(theme, folder, files, progress);
        }
      });
    } catch (IOException e) {
      throw new OutputException(
          "The pictures could not be written into %s: %s.".formatted(folder, e.getMessage()),
          "Choose a folder you may write to with --out.");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return files;
  }

  private void shoot(Theme theme, Path folder, List<Path> files, Progress progress)
      throws IOException {
    try (var window = windows.apply(theme)) {
      var scene = new Scene(window.mainView());
      window.theme().dress(scene);
      var suffix = "-" + theme.name().toLowerCase(Locale.ROOT) + ".png";
      files.add(picture(scene, new Shot("empty", Screen.OPEN, 1280, 800, 1), folder, suffix));
      window.openDemo();
      await(window::isComplete);
      window.find("L1.50");
      for (var shot : SHOTS) {
        progress.report("Painting " + shot.name(), files.size(), 2L * SHOTS.size() + 2, "pictures");
        window.show(shot.screen());
        await(window::isComplete);
        files.add(picture(scene, shot, folder, suffix));
      }
    }
  }

  private static Path picture(Scene scene, Shot shot, Path folder, String suffix)
      throws IOException {
    var file = folder.resolve(shot.name() + suffix);
    scene.getRoot().resize(shot.width(), shot.height());
    Screens.write(scene, shot.scale(), file);
    return file;
  }

  /// Lets the toolkit work on until something holds; gives up after two minutes.
  private static void await(BooleanSupplier done) {
    var key = new Object();
    var end = System.nanoTime() + (long) (PATIENCE_SECONDS * 1e9);
    var timer =
        new AnimationTimer() {
          private int calm;

          @Override
          public void handle(long now) {
            calm = done.getAsBoolean() ? calm + 1 : 0;
            if (calm > 30 || System.nanoTime() > end) {
              stop();
              Platform.exitNestedEventLoop(key, null);
            }
          }
        };
    timer.start();
    Platform.enterNestedEventLoop(key);
  }
}
