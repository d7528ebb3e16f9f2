// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import picocli.CommandLine.Parameters;
import polyseme.engine.task.PolysemeException;

/// MODEL: a folder, or a name that leads to one.
final class ModelArgument {

  @Parameters(
      paramLabel = "MODEL",
      description =
          "Model folder; or a name from “polyseme models” or the hub (owner/name), fetched once.")
  private String model = "";

  /// Finds the folder, and fetches the model first if it was asked for by name and is not there.
  ///
  /// @param command whose argument it is
  /// @param progress told what arrives
  /// @return the folder
  /// @throws PolysemeException if there is no such model
  Path folder(PolysemeCommand command, TerminalProgress progress) throws PolysemeException {
    var folder = command.services().models().get().locate(model, progress);
    progress.clear();
    return folder;
  }
}
