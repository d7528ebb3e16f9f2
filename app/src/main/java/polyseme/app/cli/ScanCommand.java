// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import polyseme.analysis.corpus.FileCorpus;
import polyseme.analysis.report.ProfileJson;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanOptions;
import polyseme.engine.task.PolysemeException;

/// `polyseme scan`: what a corpus says of all neurons.
@Command(
    name = "scan",
    description = "Run a model over a corpus once and keep what it says of every neuron.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme scan models/solu-2l --corpus books.jsonl --out books.scan",
      "  polyseme scan models/solu-2l --corpus essays notes.txt --max-tokens 100000 --out"
          + " small.scan",
      "",
      "A corpus is text files, folders of them, and JSONL files whose lines have a field “text”,"
          + " all in UTF-8. Ctrl+C stops a scan and leaves nothing behind. Look at the result with"
          + " “polyseme neuron”, “map” and “cluster”."
    })
final class ScanCommand extends PolysemeCommand {

  @Mixin private final ModelArgument model = new ModelArgument();

  @Option(
      names = "--corpus",
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description = "Text files, JSONL files, folders.")
  private List<Path> corpus = new ArrayList<>();

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "SCAN",
      description =
          "Folder to make; an older scan of that name is replaced when the new one is done.")
  private Path out = Path.of("");

  @Option(
      names = "--seed",
      defaultValue = "42",
      paramLabel = "N",
      description =
          "Chooses the positions kept for activation profiles (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--workers",
      defaultValue = "0",
      paramLabel = "N",
      description = "Threads; 0 for one a processor (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--max-tokens",
      defaultValue = "0",
      paramLabel = "N",
      description = "Stop after the document in which this many tokens are reached; 0 for all.")
  private long maxTokens;

  @Option(
      names = "--top-k",
      defaultValue = "20",
      paramLabel = "N",
      description = "Examples kept at either end of every neuron (default: ${DEFAULT-VALUE}).")
  private int topK;

  @Mixin private final BosOptions bos = new BosOptions();

  @Mixin private final ProcessingOption processing = new ProcessingOption();

  ScanCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    var options = options();
    var opening = processing.open(bos.open(this));
    OutputFile.checkFolder(parentOf(out));
    var skipped = FileCorpus.of(corpus).skipped();
    try (var progress = progress();
        var open = workbench().openModel(model.folder(this, progress), opening, progress)) {
      var started = System.nanoTime();
      try (var scan = workbench().scan(open, corpus, options, out, progress)) {
        progress.clear();
        var seconds = (System.nanoTime() - started) / 1e9;
        print(
            json()
                ? json(scan, seconds, skipped).toString()
                : ProcessingOption.told(open.processing())
                    + "\n"
                    + summary(scan, seconds, skipped));
      }
    }
  }

  private static Path parentOf(Path path) {
    var folder = path.toAbsolutePath().normalize().getParent();
    return folder == null ? path.toAbsolutePath() : folder;
  }

  private ScanOptions options() {
    if (topK < 1 || maxTokens < 0 || workers < 0) {
      throw usage("--top-k starts at 1, --max-tokens and --workers at 0");
    }
    return ScanOptions.defaults()
        .withTopK(topK)
        .withSeed(seed)
        .withMaxTokens(maxTokens)
        .withWorkers(workers);
  }

  private String summary(Scan scan, double seconds, List<String> skipped) {
    var made = scan.provenance();
    var done =
        String.format(
            Locale.ROOT,
            "Scanned %,d tokens of %,d %s for %,d neurons in %.1f s (%,.0f tokens/s).",
            made.tokens(),
            made.documents(),
            made.documents() == 1 ? "document" : "documents",
            scan.neurons().size(),
            seconds,
            made.tokens() / seconds);
    var left =
        skipped.isEmpty() ? "" : "\nPassed over, no text: " + String.join(", ", skipped) + ".";
    return done
        + left
        + "\nWrote %s; look at a neuron: polyseme neuron %s L0.0".formatted(out, out);
  }

  private Json json(Scan scan, double seconds, List<String> skipped) {
    return Json.object()
        .put("out", out.toString())
        .put("neurons", scan.neurons().size())
        .put("seconds", seconds)
        .put("tokens_per_second", scan.provenance().tokens() / seconds)
        .put("passed_over", skipped)
        .put("provenance", ProfileJson.provenance(scan.provenance()));
  }
}
