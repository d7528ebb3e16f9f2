// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app;

import javafx.application.Application;

/// The one door to JavaFX, so that the command line never loads it.
final class WindowLauncher {

  private WindowLauncher() {}

  /// Opens the window and returns when it is closed.
  static void launch() {
    Application.launch(PolysemeApplication.class);
  }
}
