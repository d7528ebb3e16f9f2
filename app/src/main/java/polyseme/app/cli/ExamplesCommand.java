// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyseme.analysis.report.ProfileJson;
import polyseme.analysis.scan.Example;
import polyseme.analysis.scan.Sample;
import polyseme.analysis.scan.Scan;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.PolysemeException;

/// `polyseme examples`: where a neuron does what, from one of its samples.
@Command(
    name = "examples",
    description = "Show examples of a neuron from one of the samples that a scan keeps.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme examples books.scan L1.50",
      "  polyseme examples books.scan L1.50 --sample high",
      "  polyseme examples books.scan L1.50 --sample quantile:0.9-0.99",
      "  polyseme examples books.scan L1.50 --sample interval:0.5-2",
      "",
      "top and bottom are the extremes, one a document. high and low are drawn in proportion to the"
          + " distance above and below the resting level. uniform are places shared by all neurons."
          + " quantile:A-B and interval:A-B choose of all these the places whose activation lies"
          + " between two quantiles or two values."
    })
final class ExamplesCommand extends PolysemeCommand {

  private static final Pattern QUANTILES = Pattern.compile("quantile:([0-9.]+)-([0-9.]+)");
  private static final Pattern INTERVAL =
      Pattern.compile("interval:(-?[0-9.]+(?:[eE]-?\\d+)?)-(-?[0-9.]+(?:[eE]-?\\d+)?)");

  @Parameters(index = "0", paramLabel = "SCAN", description = "Folder of a finished scan.")
  private Path folder = Path.of("");

  @Parameters(index = "1", paramLabel = "NEURON", description = "For instance L1.50.")
  private String neuron = "";

  @Option(
      names = "--sample",
      defaultValue = "top",
      paramLabel = "SAMPLE",
      description =
          "top, bottom, high, low, uniform, quantile:A-B or interval:A-B (default:"
              + " ${DEFAULT-VALUE}).")
  private String sample = "top";

  @Option(
      names = "--top",
      defaultValue = "20",
      paramLabel = "N",
      description = "Examples shown (default: ${DEFAULT-VALUE}); --json has all.")
  private int most;

  @Option(
      names = "--hook",
      paramLabel = "SITE",
      description = "Which of the hooks scanned (default: the first).")
  private String hook = "";

  ExamplesCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    if (most < 1) {
      throw usage("--top starts at 1");
    }
    try (var scan = ScannedHook.open(this, folder, hook)) {
      var id = ScannedHook.neuron(scan, neuron);
      var examples = examples(scan, id);
      print(
          json()
              ? ProfileJson.examples(id, examples, scan.provenance()).stripTrailing()
              : text(scan, id, examples));
    }
  }

  private List<Example> examples(Scan scan, NeuronId id) throws PolysemeException {
    var quantiles = QUANTILES.matcher(sample);
    var interval = INTERVAL.matcher(sample);
    if (quantiles.matches()) {
      var row = scan.neurons().row(id);
      var from = scan.quantile(row, probability(quantiles.group(1)));
      var to = scan.quantile(row, probability(quantiles.group(2)));
      return between(scan, id, from.value(), to.value());
    }
    if (interval.matches()) {
      return between(scan, id, number(interval.group(1)), number(interval.group(2)));
    }
    var chosen =
        Stream.of(Sample.values())
            .filter(known -> known.word().equals(sample))
            .findFirst()
            .orElseThrow(() ->
                usage(
                    "--sample takes top, bottom, high, low, uniform, quantile:0.9-0.99 or"
                        + " interval:0.5-2, not "
                        + sample));
    return scan.examples(id, chosen);
  }

  /// All places known whose activation lies in an interval, the greatest first, each once.
  private static List<Example> between(Scan scan, NeuronId id, double from, double to)
      throws PolysemeException {
    var found = new ArrayList<Example>();
    for (var kept : Sample.values()) {
      for (var example : scan.examples(id, kept)) {
        var value = example.activation();
        var known = found.stream().anyMatch(other -> other.peak().equals(example.peak()));
        if (value >= from && value <= to && !known) {
          found.add(example);
        }
      }
    }
    found.sort((a, b) -> Float.compare(b.activation(), a.activation()));
    return found;
  }

  private double probability(String text) {
    var value = number(text);
    if (value < 0 || value > 1) {
      throw usage("quantiles lie between 0 and 1, not at " + text);
    }
    return value;
  }

  private double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      throw usage("%s is no number".formatted(text));
    }
  }

  private String text(Scan scan, NeuronId id, List<Example> examples) throws PolysemeException {
    var shown = examples.subList(0, Math.min(most, examples.size()));
    var head =
        String.format(
            Locale.ROOT,
            "%s, %s: %d of %d examples%s",
            id,
            sample,
            shown.size(),
            examples.size(),
            shown.size() < examples.size() ? " (--top shows more)" : "");
    if (examples.isEmpty()) {
      return "%s, %s: the scan keeps no such example.".formatted(id, sample);
    }
    var lines = new ProfileText(scan, scan.profile(id), most, console().colors());
    return head + "\n" + lines.lines(shown).stripTrailing();
  }
}
