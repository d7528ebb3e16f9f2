// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import polyseme.analysis.report.ProfileJson;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanTarget;
import polyseme.analysis.scan.Scanner;
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
          + " standard input. docs/corpora.md has the rules. Ctrl+C stops a scan; what is finished"
          + " stays, and the same command with --resume goes on. Look at the result with “polyseme"
          + " neuron”, “map” and “cluster”."
    })
final class ScanCommand extends PolysemeCommand {

  @Mixin private final ModelArgument model = new ModelArgument();

  @Mixin private final CorpusOptions corpus = new CorpusOptions();

  @Mixin private final ScanPlace place = new ScanPlace();

  @Mixin private final ScanSettings settings = new ScanSettings();

  @Mixin private final BosOptions bos = new BosOptions();

  @Mixin private final ProcessingOption processing = new ProcessingOption();

  ScanCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    var options = settings.options(this);
    var target = place.target(this);
    var out = place.out();
    var opening = processing.open(bos.open(this));
    OutputFile.checkFolder(parentOf(out));
    try (var progress = progress();
        var texts = corpus.open(this, progress);
        var open = workbench().openModel(model.folder(this, progress), opening, progress)) {
      var started = System.nanoTime();
      try {
        workbench().scan(open, texts.corpus(), options, target, progress);
      } catch (CancellationException stopped) {
        progress.clear();
        tellHowToGoOn(out);
        throw stopped;
      }
      progress.clear();
      var seconds = (System.nanoTime() - started) / 1e9;
      if (target.parts() > 1) {
        print(part(target, seconds));
        return;
      }
      try (var scan = workbench().openScan(out)) {
        print(
            json()
                ? json(scan, out, seconds, texts).toString()
                : ProcessingOption.told(open.processing())
                    + "\n"
                    + summary(scan, out, seconds, texts));
      }
    }
  }

  private String part(ScanTarget target, double seconds) {
    return json()
        ? Json.object()
            .put("part", target.part() + 1)
            .put("parts", target.parts())
            .put("out", target.into().toString())
            .put("seconds", seconds)
            .toString()
        : String.format(
            Locale.ROOT,
            "Made part %d of %d in %.1f s.%nWrote %s; when all parts are there: polyseme merge"
                + " PART… --out SCAN",
            target.part() + 1,
            target.parts(),
            seconds,
            target.into());
  }

  private void tellHowToGoOn(Path out) {
    if (Files.isDirectory(Scanner.unfinished(out))) {
      console()
          .err()
          .println(
              "Stopped. What is finished lies in %s; the same command with --resume goes on."
                  .formatted(Scanner.unfinished(out)));
    }
  }

  private static Path parentOf(Path path) {
    var folder = path.toAbsolutePath().normalize().getParent();
    return folder == null ? path.toAbsolutePath() : folder;
  }

  private static String summary(Scan scan, Path out, double seconds, CorpusOptions.Texts texts) {
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

  private static Json json(Scan scan, Path out, double seconds, CorpusOptions.Texts texts) {
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
