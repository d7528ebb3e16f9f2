// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyseme.analysis.ask.NeuronRecords;
import polyseme.analysis.ask.OwnColumns;
import polyseme.analysis.ask.ScanArrays;
import polyseme.analysis.ask.StatsTable;
import polyseme.analysis.scan.Scan;
import polyseme.engine.task.PolysemeException;

/// `polyseme export`: a scan for other programs.
@Command(
    name = "export",
    description = "Write what a scan says of all neurons for other programs.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme export books.scan --format npz --out books.npz",
      "  polyseme export books.scan --format neuron-record --out books.jsonl",
      "  polyseme export books.scan --format csv --out books.csv",
      "",
      "npz and safetensors hold arrays with a row a neuron: layer, index, the statistics;"
          + " high_value, high_document, high_position and low_… of the examples; profiles with"
          + " profile_document and profile_position; provenance as JSON. safetensors has floats"
          + " only. neuron-record has a JSON object a line, as OpenAI's automated-interpretability"
          + " reads it: moments, deciles and the highest examples. csv and json are the table of"
          + " “polyseme stats”, own columns too."
    })
final class ExportCommand extends PolysemeCommand {

  /// What can be written.
  enum Format {
    NEURON_RECORD("neuron-record", List.of("jsonl")),
    CSV("csv", List.of("csv")),
    JSON("json", List.of("json")),
    NPZ("npz", List.of("npz")),
    SAFETENSORS("safetensors", List.of("safetensors"));

    private final String option;
    private final List<String> endings;

    Format(String option, List<String> endings) {
      this.option = option;
      this.endings = endings;
    }

    @Override
    public String toString() {
      return option;
    }
  }

  @Parameters(paramLabel = "SCAN", description = "Folder of a finished scan.")
  private Path folder = Path.of("");

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}.")
  private Format format = Format.CSV;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "Where to: .jsonl for neuron-record, else the format's own ending.")
  private Path out = Path.of("");

  ExportCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    var file = OutputFile.of(this, out, format.endings);
    try (var progress = progress();
        var scan = workbench().openScan(folder)) {
      switch (format) {
        case NEURON_RECORD -> NeuronRecords.write(scan, out, progress);
        case CSV -> file.write(table(scan).csv(table(scan).rows(null, false, null)));
        case JSON -> {
          var table = table(scan);
          file.write(StatsJson.of(scan, table, null, table.rows(null, false, null)) + "\n");
        }
        case NPZ -> ScanArrays.of(scan, progress).writeNpz(out);
        case SAFETENSORS -> ScanArrays.of(scan, progress).writeSafetensors(out);
      }
      progress.clear();
      var neurons = scan.neurons().size();
      print(
          json()
              ? Json.object()
                  .put("out", out.toString())
                  .put("format", format.toString())
                  .put("neurons", neurons)
                  .toString()
              : "Wrote " + out);
    }
  }

  private StatsTable table(Scan scan) throws PolysemeException {
    return new StatsTable(scan, new OwnColumns(folder, scan.neurons()).all());
  }
}
