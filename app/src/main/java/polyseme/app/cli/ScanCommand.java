// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
      "  zcat tales.jsonl.gz | head -1000 | polyseme scan models/solu-2l --corpus - --stdin-format"
          + " jsonl --out tales.scan",
      "  polyseme scan models/solu-2l --corpus src --include '*.java' --bad-text skip --out"
          + " code.scan",
      "  polyseme scan models/solu-2l --corpus essays notes.txt --max-tokens 100000 --out"
          + " small.scan",
      "",
      "A corpus is text files, folders of them, JSONL files whose lines have a field “text”, and"
          + " CSV or TSV files with a column “text”, all in UTF-8, each also as .gz or .zst; “-” is"
          + " standard input. docs/corpora.md has the rules. Ctrl+C stops a scan and leaves nothing"
          + " behind. Look at the result with “polyseme neuron”, “map” and “cluster”."
    })
final class ScanCommand extends PolysemeCommand {

  @Mixin private final ModelArgument model = new ModelArgument();

  @Mixin private final CorpusOptions corpus = new CorpusOptions();

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
    try (var progress = progress();
        var texts = corpus.open(this, progress);
        var open = workbench().openModel(model.folder(this, progress), opening, progress)) {
      var started = System.nanoTime();
      try (var scan = workbench().scan(open, texts.corpus(), options, out, progress)) {
        progress.clear();
        var seconds = (System.nanoTime() - started) / 1e9;
        print(
            json()
                ? json(scan, seconds, texts).toString()
                : ProcessingOption.told(open.processing()) + "\n" + summary(scan, seconds, texts));
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

  private String summary(Scan scan, double seconds, CorpusOptions.Texts texts) {
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
    return done
        + texts.passedOver()
        + "\nWrote %s; look at a neuron: polyseme neuron %s L0.0".formatted(out, out);
  }

  private Json json(Scan scan, double seconds, CorpusOptions.Texts texts) {
    return Json.object()
        .put("out", out.toString())
        .put("neurons", scan.neurons().size())
        .put("seconds", seconds)
        .put("tokens_per_second", scan.provenance().tokens() / seconds)
        .put("passed_over", texts.corpus().skipped())
        .put("unreadable", texts.corpus().skippedDocuments().count())
        .put("provenance", ProfileJson.provenance(scan.provenance()));
  }
}
