// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.task;

import javafx.application.Platform;

/// The way back to the FX thread; the only place that knows it.
public final class FxThread {

  private FxThread() {}

  /// Runs something on the FX thread: now if this is it, else after what is already waiting there.
  ///
  /// @param action what to run
  public static void run(Runnable action) {
    if (Platform.isFxApplicationThread()) {
      action.run();
    } else {
      Platform.runLater(action);
    }
  }

  /// Runs something on the FX thread after what is already waiting there.
  ///
  /// @param action what to run
  public static void later(Runnable action) {
    Platform.runLater(action);
  }
}
