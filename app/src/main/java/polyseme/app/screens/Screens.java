// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.screens;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.WritableImage;
import javafx.scene.transform.Transform;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.color.Theme;
import polyseme.app.control.DrawnRegion;
import polyseme.app.task.FxThread;
import polyseme.app.theme.ThemeModel;

/// Takes pictures of parts of the window, or all of it, without a display.
public final class Screens {

  private Screens() {}

  /// Work on the FX thread that may fail.
  @FunctionalInterface
  public interface Shooting {

    /// Takes pictures.
    ///
    /// @throws IOException if a picture cannot be written
    void run() throws IOException;
  }

  /// Starts the toolkit without a display, runs something on its thread and ends the toolkit; once
  /// a program.
  ///
  /// @param work takes the pictures
  /// @throws IOException if a picture could not be written
  /// @throws InterruptedException if the caller is interrupted
  public static void headless(Shooting work) throws IOException, InterruptedException {
    start();
    try {
      onToolkit(work);
    } finally {
      Platform.exit();
    }
  }

  /// Starts the toolkit without a display; once a program.
  ///
  /// @throws InterruptedException if the caller is interrupted
  public static void start() throws InterruptedException {
    if (System.getProperty("glass.platform") == null) {
      System.setProperty("glass.platform", "Headless");
      System.setProperty("prism.order", "sw");
    }
    var started = new CountDownLatch(1);
    Platform.startup(started::countDown);
    started.await();
    Platform.setImplicitExit(false);
  }

  /// Runs something on the toolkit's thread and waits for it; the toolkit runs on between two
  /// calls.
  ///
  /// @param work what to run
  /// @throws IOException if a picture could not be written
  /// @throws InterruptedException if the caller is interrupted
  public static void onToolkit(Shooting work) throws IOException, InterruptedException {
    var task =
        new FutureTask<>(() -> {
          work.run();
          return true;
        });
    FxThread.later(task);
    try {
      task.get();
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case IOException io -> throw io;
        case null, default -> throw new IllegalStateException(failed.getCause());
      }
    }
  }

  /// Makes a scene in a theme; every plot in it is painted in that theme, too.
  ///
  /// @param root what is shown
  /// @param theme light or dark
  /// @param width in pixels of the scene
  /// @param height in pixels of the scene
  /// @return the scene, not in a window
  public static Scene scene(Parent root, Theme theme, double width, double height) {
    var scene = new Scene(root, width, height);
    new ThemeModel(theme).dress(scene);
    settle(root);
    each(root, 0, theme);
    return scene;
  }

  /// Takes a picture of a scene.
  ///
  /// @param scene what is seen
  /// @param scale pixels of the picture for one of the scene: 1 or 2
  /// @return the picture; plots are painted in its pixels, not magnified
  public static WritableImage picture(Scene scene, double scale) {
    var root = scene.getRoot();
    settle(root);
    each(root, scale, null);
    settle(root);
    var parameters = new SnapshotParameters();
    parameters.setTransform(Transform.scale(scale, scale));
    parameters.setFill(scene.getFill());
    var image = root.snapshot(parameters, null);
    each(root, 0, null);
    return image;
  }

  /// Takes a picture and writes it.
  ///
  /// @param scene what is seen
  /// @param scale as in [#picture]
  /// @param file a PNG; its folder is made
  /// @throws IOException if it cannot be written
  public static void write(Scene scene, double scale, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Png.write(picture(scene, scale), file);
  }

  /// Layout may need several rounds until sizes no longer change.
  private static void settle(Parent root) {
    for (var round = 0; round < 3; round++) {
      root.applyCss();
      root.layout();
    }
  }

  private static void each(Parent root, double scale, @Nullable Theme theme) {
    var open = new ArrayDeque<Node>();
    open.add(root);
    while (!open.isEmpty()) {
      var node = open.pop();
      switch (node) {
        case DrawnRegion drawn -> {
          if (theme == null) {
            drawn.renderScaleProperty().set(scale);
          } else {
            drawn.themeProperty().set(theme);
          }
        }
        case Parent parent -> open.addAll(parent.getChildrenUnmodifiable());
        default -> {}
      }
    }
  }
}
