// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Parameters;
import polyseme.engine.task.PolysemeException;

/// MODEL|SCAN: the folder of a scan, or a model's.
final class ScanOrModel {

  private static final String SCAN_FILE = "scan.json";

  @Parameters(
      paramLabel = "MODEL|SCAN",
      description =
          "Folder of a finished scan; or a model folder, or a model's name as for other commands.")
  private String place = "";

  /// The folder, if it holds a scan.
  Optional<Path> scan() {
    try {
      var folder = Path.of(place);
      return Files.exists(folder.resolve(SCAN_FILE)) ? Optional.of(folder) : Optional.empty();
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// The folder of the model.
  ///
  /// @throws PolysemeException if there is no such model
  Path model(PolysemeCommand command, TerminalProgress progress) throws PolysemeException {
    var folder = command.services().models().get().locate(place, progress);
    progress.clear();
    return folder;
  }
}
