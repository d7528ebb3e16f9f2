// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import polyseme.analysis.scan.ScanContent;
import polyseme.analysis.scan.ScanOptions;
import polyseme.analysis.scan.ScanPolicy;
import polyseme.engine.hook.BlockSite;

/// What a scan keeps, and which tokens count in it.
final class ScanSettings {

  @Option(
      names = "--seed",
      defaultValue = "42",
      paramLabel = "N",
      description = "Chooses all samples (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--workers",
      defaultValue = "0",
      paramLabel = "N",
      description = "Threads; 0 for one a processor (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = {"--tokens", "--max-tokens"},
      defaultValue = "0",
      paramLabel = "N",
      description =
          "Stop after the document in which this many tokens are reached, such as 500k or 10M; 0"
              + " for all.")
  private String tokens = "0";

  @Option(
      names = "--top-k",
      defaultValue = "20",
      paramLabel = "N",
      description = "Examples kept at either end of every neuron (default: ${DEFAULT-VALUE}).")
  private int topK;

  @Option(
      names = "--hook",
      arity = "1..*",
      paramLabel = "SITE",
      description =
          "What is scanned in every block: post (default), pre, mid, pre_linear, resid_pre,"
              + " resid_mid, resid_post, attn_out, mlp_out, z … Several in one pass; the first is"
              + " shown unless another is asked for.")
  private List<String> hooks = new ArrayList<>();

  @Option(
      names = "--context",
      defaultValue = "0",
      paramLabel = "N",
      description = "Longest window in tokens; 0 for the model's context, at most 128.")
  private int context;

  @Option(
      names = "--stride",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "Tokens from one window of a document to the next; 0 for no overlap. With overlap every"
              + " token still counts once, but sees more before it.")
  private int stride;

  @Option(
      names = "--skip-first",
      defaultValue = "0",
      paramLabel = "N",
      description = "Leave out so many tokens at the beginning of every document.")
  private int skipFirst;

  @Option(
      names = "--skip-last",
      defaultValue = "0",
      paramLabel = "N",
      description = "Leave out so many tokens at the end of every document.")
  private int skipLast;

  @Option(
      names = "--keep-duplicates",
      description =
          "Let samples take from documents that nearly repeat an earlier one (statistics always"
              + " count them).")
  private boolean keepDuplicates;

  @Option(
      names = "--without",
      split = ",",
      paramLabel = "KIND",
      description =
          "Do not keep these: reservoirs, coherence, positions, tokens, labels. A scan without any"
              + " of them is smallest and quickest.")
  private List<String> without = new ArrayList<>();

  @Option(
      names = "--table-mb",
      defaultValue = "32",
      paramLabel = "N",
      description =
          "Megabytes that a token table, and label tables, may take each (default:"
              + " ${DEFAULT-VALUE}).")
  private int tableMegabytes;

  /// What was asked for.
  ScanOptions options(PolysemeCommand command) {
    var most = count(command);
    var smallest = Stream.of(context, stride, skipFirst, skipLast, workers, tableMegabytes);
    if (topK < 1 || smallest.anyMatch(number -> number < 0)) {
      throw command.usage("--top-k starts at 1, all other numbers at 0");
    }
    return ScanOptions.defaults()
        .withTopK(topK)
        .withContextTokens(context)
        .withSeed(seed)
        .withMaxTokens(most)
        .withWorkers(workers)
        .withPolicy(new ScanPolicy(stride, skipFirst, skipLast, !keepDuplicates))
        .withContent(new ScanContent(sites(command), kinds(command), (long) tableMegabytes << 20));
  }

  private long count(PolysemeCommand command) {
    var text = tokens.toLowerCase(Locale.ROOT).replace("_", "");
    var unit = text.endsWith("k") ? 1_000L : text.endsWith("m") ? 1_000_000L : 1L;
    var digits = unit == 1 ? text : text.substring(0, text.length() - 1);
    try {
      var number = Double.parseDouble(digits) * unit;
      if (number >= 0 && number <= Integer.MAX_VALUE) {
        return (long) number;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw command.usage("--tokens takes a number such as 500000, 500k or 10M, not " + tokens);
  }

  private List<BlockSite> sites(PolysemeCommand command) {
    if (hooks.isEmpty()) {
      return List.of(BlockSite.POST);
    }
    var sites = new ArrayList<BlockSite>();
    for (var name : hooks) {
      var site =
          Stream.of(BlockSite.values())
              .filter(known -> known.path().equals(name) || known.shortName().equals(name))
              .findFirst()
              .orElseThrow(() ->
                  command.usage(
                      "there is no hook “%s” in a block; see “polyseme hooks MODEL”"
                          .formatted(name)));
      if (!sites.contains(site)) {
        sites.add(site);
      }
    }
    return sites;
  }

  private EnumSet<ScanContent.Kind> kinds(PolysemeCommand command) {
    var kinds = EnumSet.allOf(ScanContent.Kind.class);
    for (var word : without) {
      var kind =
          Stream.of(ScanContent.Kind.values())
              .filter(known -> known.word().equals(word.strip()))
              .findFirst()
              .orElseThrow(() ->
                  command.usage(
                      "--without takes %s, not %s"
                          .formatted(
                              Stream.of(ScanContent.Kind.values())
                                  .map(ScanContent.Kind::word)
                                  .collect(Collectors.joining(", ")),
                              word)));
      kinds.remove(kind);
    }
    return kinds;
  }
}
