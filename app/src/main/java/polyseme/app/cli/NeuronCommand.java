// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyseme.analysis.report.ProfileJson;
import polyseme.engine.task.PolysemeException;

/// `polyseme neuron`: what a scan says of one neuron.
@Command(
    name = "neuron",
    description = "Show what a scan says of one neuron: statistics, histogram, extreme examples.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme neuron books.scan L1.50",
      "  polyseme neuron books.scan L1.50 --examples 20",
      "  polyseme neuron books.scan L1.50 --json",
      "",
      "An example is the place in a document where the neuron is highest or lowest, one a document,"
          + " with up to 8 tokens to either side."
    })
final class NeuronCommand extends PolysemeCommand {

  @Parameters(index = "0", paramLabel = "SCAN", description = "Folder of a finished scan.")
  private Path folder = Path.of("");

  @Parameters(index = "1", paramLabel = "NEURON", description = "For instance L1.50.")
  private String neuron = "";

  @Option(
      names = "--examples",
      defaultValue = "8",
      paramLabel = "N",
      description = "Examples shown at either end (default: ${DEFAULT-VALUE}); --json has all.")
  private int examples;

  @Option(
      names = "--hook",
      paramLabel = "SITE",
      description = "Which of the hooks scanned (default: the first).")
  private String hook = "";

  NeuronCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    if (examples < 0) {
      throw usage("--examples starts at 0");
    }
    try (var scan = ScannedHook.open(this, folder, hook)) {
      var id = ScannedHook.neuron(scan, neuron);
      var text = new ProfileText(scan, scan.profile(id), examples, console().colors());
      print(json() ? ProfileJson.everything(scan, id).stripTrailing() : text.page());
    }
  }
}
