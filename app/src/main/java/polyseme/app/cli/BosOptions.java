// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import picocli.CommandLine.Option;
import polyseme.engine.OpenOptions;
import polyseme.engine.model.BosChoice;

/// Whether texts begin with the model's beginning-of-text token.
final class BosOptions {

  @Option(
      names = "--bos",
      description =
          "Begin texts with the beginning-of-text token (default: as the family has it; see"
              + " “polyseme info”).")
  private boolean bos;

  @Option(names = "--no-bos", description = "Begin texts without the beginning-of-text token.")
  private boolean noBos;

  /// How the model is to be opened.
  OpenOptions open(PolysemeCommand command) {
    if (bos && noBos) {
      throw command.usage("--bos and --no-bos contradict each other");
    }
    var choice = bos ? BosChoice.ALWAYS : noBos ? BosChoice.NEVER : BosChoice.FAMILY;
    return OpenOptions.defaults().withBos(choice);
  }
}
