// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.table;

import java.util.logging.Logger;

/// Logs past SLF4J.
public final class Logs {
  void log() {
    Logger.getLogger("planted").info("logged");
  }
}
