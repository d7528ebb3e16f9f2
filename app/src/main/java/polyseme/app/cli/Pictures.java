// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// Paints the window's screens into files; what does it knows JavaFX, this does not.
@FunctionalInterface
public interface Pictures {

  /// Paints all screens.
  ///
  /// @param folder where the pictures go
  /// @param scan the scan to show; null for the demo
  /// @param progress told how far it is
  /// @return the files written
  /// @throws PolysemeException if they cannot be written
  List<Path> take(Path folder, @Nullable Path scan, Progress progress) throws PolysemeException;
}
