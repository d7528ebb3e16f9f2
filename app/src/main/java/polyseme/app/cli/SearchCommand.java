// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyseme.analysis.ask.ContextSearch;
import polyseme.analysis.ask.ContextSearch.Hit;
import polyseme.analysis.ask.Contexts;
import polyseme.analysis.ask.Sample;
import polyseme.analysis.markup.Numbers;
import polyseme.analysis.report.ProfileJson;
import polyseme.analysis.scan.Scan;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;

/// `polyseme search`: neurons by what stands in their examples.
@Command(
    name = "search",
    description = "Find the neurons in whose examples something stands.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme search books.scan --contains \"river\"",
      "  polyseme search books.scan --contains \"\\b(19|20)\\d\\d\\b\" --sample all --top 50",
      "  polyseme search books.scan --contains march --ignore-case --json",
      "",
      "An example is a place where a neuron is very high (top) or very low (bottom), with up to 8"
          + " tokens to either side. “times” is how much more often it stands in this neuron's"
          + " examples than in those of all neurons. Regular expressions are those of Java; a"
          + " match lies within one example."
    })
final class SearchCommand extends PolysemeCommand {

  private static final int CONTEXT = 24;

  @Parameters(paramLabel = "SCAN", description = "Folder of a finished scan.")
  private Path folder = Path.of("");

  @Option(
      names = "--contains",
      required = true,
      paramLabel = "REGEX",
      description = "A regular expression.")
  private String contains = "";

  @Option(
      names = {"-i", "--ignore-case"},
      description = "Capitals and small letters are the same.")
  private boolean ignoreCase;

  @Option(
      names = "--sample",
      defaultValue = "top",
      paramLabel = "SAMPLE",
      description = "Which examples: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Sample sample = Sample.TOP;

  @Option(
      names = "--top",
      defaultValue = "20",
      paramLabel = "N",
      description = "How many neurons (default: ${DEFAULT-VALUE}).")
  private int top;

  SearchCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    if (top < 1) {
      throw usage("--top starts at 1");
    }
    var pattern = pattern();
    try (var progress = progress();
        var scan = workbench().openScan(folder)) {
      var result = ContextSearch.search(Contexts.of(scan), pattern, sample, top, progress);
      progress.clear();
      print(json() ? json(scan, result).toString() : text(result));
    }
  }

  private Pattern pattern() throws RequestException {
    if (contains.isEmpty()) {
      throw new RequestException(
          "--contains is empty, and every example contains that.", "Give at least one character.");
    }
    try {
      var flags = ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
      return Pattern.compile(contains, flags);
    } catch (PatternSyntaxException broken) {
      var why = broken.getDescription();
      var at = broken.getIndex() < 0 ? "" : ", at character " + (broken.getIndex() + 1);
      throw new RequestException(
          "“%s” is no regular expression: %s%s."
              .formatted(
                  contains, why.substring(0, 1).toLowerCase(Locale.ROOT) + why.substring(1), at),
          "Put \\ before signs that are meant as they are: . * + ? ( ) [ ] { } ^ $ | \\.");
    }
  }

  private String text(ContextSearch.Result result) {
    if (result.hits().isEmpty()) {
      return "“%s” stands in none of the %s examples."
          .formatted(contains, Numbers.show(result.examples()));
    }
    var out = new StringBuilder();
    out.append(
        "“%s” stands in %s of %s examples (%s) of %s of the neurons.\n\n"
            .formatted(
                contains,
                Numbers.show(result.found()),
                Numbers.show(result.examples()),
                sample,
                Numbers.show((long) result.neurons())));
    var lines = new ArrayList<List<String>>();
    lines.add(List.of("neuron", "examples", "times", "the first one"));
    for (var hit : result.hits()) {
      lines.add(
          List.of(
              hit.neuron().toString(),
              "%d of %d".formatted(hit.found(), hit.examples()),
              Numbers.show(hit.lift(), 3),
              excerpt(hit)));
    }
    return out.append(new Grid("lrrl", lines)).toString();
  }

  private static String excerpt(Hit hit) {
    var text = hit.text();
    var from = Math.max(0, hit.from() - CONTEXT);
    var to = Math.min(text.length(), Math.min(hit.to(), hit.from() + CONTEXT) + CONTEXT);
    var middle = Math.min(hit.to(), to);
    var before = text.substring(from, hit.from());
    var match = text.substring(hit.from(), middle);
    return TokenText.line(
        " ".repeat(CONTEXT - before.length())
            + before
            + "«"
            + match
            + "»"
            + text.substring(middle, to));
  }

  private Json json(Scan scan, ContextSearch.Result result) {
    return Json.object()
        .put("contains", contains)
        .put("ignore_case", ignoreCase)
        .put("sample", sample.toString())
        .put("neurons_found", result.neurons())
        .put("examples_found", result.found())
        .put("examples", result.examples())
        .put("places", result.places())
        .put("hits", result.hits().stream().map(SearchCommand::json).toList())
        .put("provenance", ProfileJson.provenance(scan.provenance()));
  }

  private static Object json(Hit hit) {
    return Json.object()
        .put("neuron", hit.neuron().toString())
        .put("found", hit.found())
        .put("examples", hit.examples())
        .put("share", hit.share())
        .put("lift", hit.lift())
        .put("text", hit.text())
        .put("match", List.of(hit.from(), hit.to()))
        .fields();
  }
}
