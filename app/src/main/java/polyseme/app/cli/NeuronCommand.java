// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyseme.analysis.report.ProfileJson;
import polyseme.analysis.scan.Scan;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;

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

  NeuronCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    if (examples < 0) {
      throw usage("--examples starts at 0");
    }
    try (var scan = workbench().openScan(folder)) {
      var profile = scan.profile(id(scan));
      print(
          json()
              ? ProfileJson.profile(profile, scan.provenance()).stripTrailing()
              : new ProfileText(scan, profile, examples, console().colors()).toString());
    }
  }

  private NeuronId id(Scan scan) throws RequestException {
    var unit = UnitAddress.parse(neuron);
    if (unit.hook().site() != BlockSite.POST) {
      throw new RequestException(
          "A scan keeps the neurons of hook_post, and %s is none of them.".formatted(unit),
          "Write L%d.%d.".formatted(unit.layer(), unit.index()));
    }
    var id = new NeuronId(unit.layer(), unit.index());
    var neurons = scan.neurons();
    if (!neurons.contains(id)) {
      throw new RequestException(
          "This scan of %s has no %s.".formatted(scan.provenance().modelName(), id),
          "Its layers are 0 to %d, with neurons 0 to %d in each."
              .formatted(neurons.nLayers() - 1, neurons.dMlp() - 1));
    }
    return id;
  }
}
