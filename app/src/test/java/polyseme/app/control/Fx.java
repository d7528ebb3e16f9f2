// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javafx.application.Platform;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import polyseme.analysis.color.Theme;
import polyseme.app.screens.Screens;

/// Runs tests on the toolkit's thread, without a display, and plays mouse and keyboard.
public final class Fx {

  private Fx() {}

  /// Keys that are held.
  public enum Held {
    NONE,
    SHIFT,
    CONTROL,
    ALT
  }

  /// Runs work on the toolkit's thread and waits for it.
  ///
  /// @param work what to run
  /// @param <T> what comes of it
  /// @return what came of it
  /// @throws Exception what the work threw
  public static <T> T call(Callable<T> work) throws Exception {
    start();
    var task = new FutureTask<>(work);
    Platform.runLater(task);
    try {
      return task.get();
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case Exception exception -> throw exception;
        case Error error -> throw error;
        case null, default -> throw failed;
      }
    }
  }

  /// As [#call], for work nothing comes of.
  ///
  /// @param work what to run
  /// @throws Exception what the work threw
  public static void run(Work work) throws Exception {
    call(() -> {
      work.run();
      return true;
    });
  }

  /// Work that may fail.
  @FunctionalInterface
  public interface Work {

    /// Runs.
    ///
    /// @throws Exception if it fails
    void run() throws Exception;
  }

  private static void start() {
    try {
      Platform.startup(() -> {});
      Platform.setImplicitExit(false);
    } catch (IllegalStateException _) {
      // an earlier test has started it
    }
  }

  /// Puts a node into a scene of its size and lays it out.
  public static Scene show(Parent root, double width, double height) {
    var scene = Screens.scene(root, Theme.DARK, width, height);
    root.layout();
    return scene;
  }

  /// Presses a key.
  public static void press(Node node, KeyCode code, Held held) {
    var event =
        new KeyEvent(
            KeyEvent.KEY_PRESSED,
            "",
            "",
            code,
            held == Held.SHIFT,
            held == Held.CONTROL,
            held == Held.ALT,
            false);
    node.fireEvent(event);
  }

  /// Presses and releases the mouse.
  public static void click(Node node, double x, double y, Held held, int count) {
    mouse(node, MouseEvent.MOUSE_PRESSED, x, y, held, count);
    mouse(node, MouseEvent.MOUSE_RELEASED, x, y, held, count);
  }

  /// Drags the mouse.
  public static void drag(
      Node node, double fromX, double fromY, double toX, double toY, Held held) {
    mouse(node, MouseEvent.MOUSE_PRESSED, fromX, fromY, held, 1);
    mouse(node, MouseEvent.MOUSE_DRAGGED, (fromX + toX) / 2, (fromY + toY) / 2, held, 1);
    mouse(node, MouseEvent.MOUSE_DRAGGED, toX, toY, held, 1);
    mouse(node, MouseEvent.MOUSE_RELEASED, toX, toY, held, 1);
  }

  /// One event of the mouse.
  public static void mouse(
      Node node, EventType<MouseEvent> type, double x, double y, Held held, int count) {
    var primary = type != MouseEvent.MOUSE_MOVED;
    var event =
        new MouseEvent(
            type,
            x,
            y,
            x,
            y,
            primary ? MouseButton.PRIMARY : MouseButton.NONE,
            count,
            held == Held.SHIFT,
            held == Held.CONTROL,
            held == Held.ALT,
            false,
            primary,
            false,
            false,
            false,
            false,
            true,
            null);
    node.fireEvent(event.copyFor(node, node));
  }

  /// Turns the wheel.
  public static void wheel(Node node, double x, double y, double delta) {
    var event =
        new ScrollEvent(
            ScrollEvent.SCROLL,
            x,
            y,
            x,
            y,
            false,
            false,
            false,
            false,
            false,
            false,
            0,
            delta,
            0,
            delta,
            ScrollEvent.HorizontalTextScrollUnits.NONE,
            0,
            ScrollEvent.VerticalTextScrollUnits.NONE,
            0,
            0,
            null);
    node.fireEvent(event.copyFor(node, node));
  }
}
