// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import polyseme.analysis.step.UserCache;
import polyseme.analysis.step.UserCache.Kept;
import polyseme.analysis.step.UserCache.Part;
import polyseme.engine.task.PolysemeException;

/// `polyseme cache`: what the program keeps on disk.
@Command(
    name = "cache",
    description = "Show what Polyseme keeps on disk, and clear it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme cache",
      "  polyseme cache --clear",
      "  polyseme cache --clear demo --yes",
      "",
      "All of it can be made again. Downloaded models are not part of it: they lie in the Hugging"
          + " Face cache, which is never touched. The part “engine” is shared with other programs"
          + " that use DJL and is cleared only when named."
    })
final class CacheCommand extends PolysemeCommand {

  private static final String ALL = "all";

  @Option(
      names = "--clear",
      arity = "0..1",
      fallbackValue = ALL,
      paramLabel = "PART",
      description =
          "Delete demo, natives, probes, parity, scans or engine; all but engine without a"
              + " name.")
  private @Nullable String clear;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask before deleting.")
  private boolean yes;

  CacheCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    var cache = services().kept().get();
    var kept = cache.kept();
    if (clear == null) {
      print(json() ? json(cache, kept).toString() : text(cache, kept));
      return;
    }
    var chosen = chosen(kept);
    if (json() && !yes) {
      throw usage("With --json nothing can be asked, so --clear needs --yes");
    }
    var bytes = chosen.stream().mapToLong(Kept::bytes).sum();
    if (!chosen.isEmpty() && !yes && !confirmed(chosen, bytes)) {
      print("Nothing was cleared.");
      return;
    }
    try (var progress = progress()) {
      for (var one : chosen) {
        cache.clear(one.part(), progress);
      }
    }
    print(json() ? cleared(chosen, bytes).toString() : said(chosen, bytes));
  }

  private List<Kept> chosen(List<Kept> kept) {
    var parts = parts();
    return kept.stream()
        .filter(one -> parts.contains(one.part()) && !one.places().isEmpty())
        .toList();
  }

  private List<Part> parts() {
    if (ALL.equals(clear)) {
      return Arrays.stream(Part.values()).filter(Part::own).toList();
    }
    var found = Arrays.stream(Part.values()).filter(part -> name(part).equals(clear)).toList();
    if (found.isEmpty()) {
      var names = Arrays.stream(Part.values()).map(CacheCommand::name).toList();
      throw usage("--clear takes %s, not “%s”".formatted(Choices.of(names), clear));
    }
    return found;
  }

  private boolean confirmed(List<Kept> chosen, long bytes) {
    var err = console().err();
    chosen.forEach(one -> one.places().forEach(place -> err.println("  " + place)));
    err.print("Delete these folders, %s? [y/N] ".formatted(Sizes.shown(bytes)));
    err.flush();
    try {
      var answer = console().in().readLine();
      return answer != null && answer.strip().matches("(?i)y|yes");
    } catch (IOException _) {
      return false; // no answer is no
    }
  }

  private String said(List<Kept> chosen, long bytes) {
    return chosen.isEmpty()
        ? "There was nothing to clear."
        : "Cleared %s. Models in %s were left alone."
            .formatted(Sizes.shown(bytes), services().models().get().cacheFolder());
  }

  private static String text(UserCache cache, List<Kept> kept) {
    var table = new Table().row("folder", cache.folder().toString());
    for (var one : kept) {
      table.row(
          name(one.part()),
          one.places().isEmpty()
              ? "nothing"
              : "%s in %,d %s: %s"
                  .formatted(
                      Sizes.shown(one.bytes()),
                      one.files(),
                      one.files() == 1 ? "file" : "files",
                      what(one.part())));
    }
    return table.toString();
  }

  private static String what(Part part) {
    return switch (part) {
      case DEMO -> "the demo's model, corpus and scan";
      case NATIVES -> "OpenBLAS, unpacked";
      case PROBES -> "which tokenizers were tried out";
      case PARITY -> "what came out of comparisons with a reference";
      case SCANS -> "scans";
      case ENGINE -> "PyTorch and tokenizers, unpacked by DJL and shared with its other users";
    };
  }

  private static String name(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  private static Json json(UserCache cache, List<Kept> kept) {
    return Json.object().put("folder", cache.folder().toString()).put("parts", list(kept));
  }

  private static List<Object> list(List<Kept> kept) {
    var list = new ArrayList<Object>();
    for (var one : kept) {
      list.add(
          Json.object()
              .put("part", name(one.part()))
              .put("what", what(one.part()))
              .put("bytes", one.bytes())
              .put("files", one.files())
              .put("folders", one.places().stream().map(Object::toString).toList())
              .fields());
    }
    return list;
  }

  private static Json cleared(List<Kept> chosen, long bytes) {
    return Json.object().put("cleared", list(chosen)).put("bytes", bytes);
  }
}
