// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.table;

import javafx.application.Platform;

/// Goes to the window's thread by itself.
public final class Later {
  void run() {
    Platform.runLater(() -> {});
  }
}
