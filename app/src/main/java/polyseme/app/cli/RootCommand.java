// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What `polyseme` does without the name of a command.
@Command(
    name = "polyseme",
    synopsisSubcommandLabel = "COMMAND",
    description = "A workstation for the neurons of transformer language models.",
    customSynopsis = {"polyseme", "       polyseme COMMAND [OPTIONS]"},
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme                                  the window, on the demo",
      "  polyseme info models/solu-2l              what a model folder holds",
      "  polyseme heatmap models/solu-2l --neuron L1.50 --text \"Hello there\"",
      "  polyseme scan models/solu-2l --corpus books.jsonl --out books.scan",
      "  polyseme neuron books.scan L1.50          what makes a neuron fire",
      "  polyseme map books.scan --points w-out --color cluster --out map.svg",
      "",
      "MODEL is a folder in TransformerLens or Hugging Face layout, or a name from “polyseme"
          + " models” or the hub (owner/name), which is fetched if need be. A neuron is L1.50:"
          + " layer 1, unit 50 of hook_post; layers and units count from 0.",
      "Exit codes: 0 done, 1 a file or a wish that cannot be dealt with, 2 a command typed wrongly,"
          + " 3 a mistake of the program, 130 stopped.",
      "NO_COLOR=1 forbids colours, CLICOLOR_FORCE=1 keeps them in pipes."
    })
final class RootCommand extends PolysemeCommand {

  @Option(
      names = {"-V", "--version"},
      description = "Show the version and exit.")
  private boolean version;

  RootCommand(Context context) {
    super(context);
  }

  @Override
  void run() {
    if (!version) {
      throw usage("A command is missing.");
    }
    var number = services().version();
    print(
        json()
            ? Json.object().put("name", "Polyseme").put("version", number).toString()
            : "Polyseme " + number);
  }
}
