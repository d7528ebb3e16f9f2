// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import polyseme.analysis.ask.Baseline;
import polyseme.analysis.ask.Fires;
import polyseme.analysis.ask.Ranking;
import polyseme.analysis.ask.TextActivations;
import polyseme.analysis.ask.TokenChoice;
import polyseme.analysis.scan.Scan;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;

/// `polyseme fires`: which neurons answer to a text.
@Command(
    name = "fires",
    description =
        "List the neurons that answer to a text, each judged against its own distribution in a"
            + " scan: unusually high and unusually low.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme fires books.scan --text \"They sat on the bank of the river\"",
      "  polyseme fires books.scan --text \"the bank of the river\" --tokens bank --by percentile",
      "  polyseme fires books.scan --file a.txt --tokens 3,-1 --top 50 --json",
      "  polyseme fires models/solu-2l --text \"Hello there\"",
      "",
      "A neuron stands in each list once, with the token where it is highest or lowest. “z” is the"
          + " distance from its mean in standard deviations, “percentile” the share of the scan's"
          + " tokens below the value, “of max” (“of min”) the value as a share of the greatest"
          + " (least) of the scan. With a scan, its model is opened where it was, as it was"
          + " scanned. With a model alone nothing is known of what is usual, and raw values are"
          + " ranked. The first tokens of a text are unusual by their place alone: read lists that"
          + " they fill with care."
    })
final class FiresCommand extends PolysemeCommand {

  @Mixin private final ScanOrModel place = new ScanOrModel();

  @Mixin private final TextOptions text = new TextOptions();

  @Option(
      names = "--tokens",
      split = ",",
      paramLabel = "TOKEN",
      description =
          "Only these tokens of the text, with commas between them: their number from 0 (from −1"
              + " backwards) or what they spell (default: all).")
  private List<String> tokens = new ArrayList<>();

  @Option(
      names = "--by",
      paramLabel = "HOW",
      description =
          "What counts as unusual: ${COMPLETION-CANDIDATES} (default: z with a scan, value without"
              + " one).")
  private @Nullable Ranking by;

  @Option(
      names = "--top",
      defaultValue = "20",
      paramLabel = "N",
      description = "Neurons at either end (default: ${DEFAULT-VALUE}).")
  private int top;

  @Mixin private final BosOptions bos = new BosOptions();

  @Mixin private final ProcessingOption processing = new ProcessingOption();

  FiresCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    if (top < 1) {
      throw usage("--top starts at 1");
    }
    var words = text.text(this);
    var folder = place.scan();
    if (folder.isPresent()) {
      againstScan(folder.get(), words);
    } else {
      rawValues(words);
    }
  }

  private void againstScan(Path folder, String words) throws PolysemeException {
    for (var option : List.of("--bos", "--no-bos", "--processing")) {
      if (spec().commandLine().getParseResult().hasMatchedOption(option)) {
        throw usage("%s goes with a model; a scan's model is opened as it was".formatted(option));
      }
    }
    try (var progress = progress();
        var scan = workbench().openScan(folder);
        var model = workbench().openModelOf(scan, progress)) {
      var ranking = by == null ? Ranking.Z : by;
      answer(words, new Subject(model, site(scan), scan), ranking, progress);
    }
  }

  private void rawValues(String words) throws PolysemeException {
    if (by != null && by != Ranking.VALUE) {
      throw new RequestException(
          "Without a scan nothing is known of what is usual for a neuron, so --by %s cannot rank."
              .formatted(by),
          "Name a scan of the model instead, or use --by value.");
    }
    var opening = processing.open(bos.open(this));
    try (var progress = progress();
        var model = workbench().openModel(place.model(this, progress), opening, progress)) {
      answer(words, new Subject(model, BlockSite.POST, null), Ranking.VALUE, progress);
    }
  }

  private record Subject(HookedModel model, BlockSite site, @Nullable Scan scan) {}

  private void answer(String words, Subject subject, Ranking ranking, TerminalProgress progress)
      throws PolysemeException {
    var split = text.tokens(subject.model().tokenizer(), words);
    var chosen = tokens.isEmpty() ? TokenChoice.all(split) : TokenChoice.of(split, tokens);
    var activations = TextActivations.of(subject.model(), subject.site(), split);
    var scan = subject.scan();
    var baseline = scan == null ? null : Baseline.of(scan);
    var answers = Fires.rank(activations, baseline, ranking, chosen, top);
    progress.clear();
    var shown =
        new AnswersText(subject.model().folder().name(), scan, activations, ranking, answers);
    print(json() ? shown.json(chosen, subject.site().path()).toString() : shown.toString());
  }

  private static BlockSite site(Scan scan) throws RequestException {
    var name = scan.provenance().hook();
    var hook = HookPoint.parse("blocks.0." + name);
    if (hook.isPresent() && hook.get() instanceof HookPoint.InBlock(_, var site)) {
      return site;
    }
    throw new RequestException(
        "The scan was made at %s, which is no hook point here.".formatted(name),
        "Scan the model again.");
  }
}
