// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import polyseme.engine.hub.CachedModel;
import polyseme.engine.hub.ModelLocator;
import polyseme.engine.hub.NamedModel;
import polyseme.engine.hubcache.RepoId;
import polyseme.engine.task.HubException;

/// `polyseme models`: the names of models, and which of them are on this machine.
@Command(
    name = "models",
    description = "List the names of models: families, aliases, what is on this machine.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme models --family pythia",
      "  polyseme models --cached",
      "  polyseme models --json",
      "",
      "A name or alias can stand wherever a command wants a MODEL, and so can any owner/name of the"
          + " Hugging Face Hub; with @ and a branch, tag or commit behind it if need be. This"
          + " command itself never connects."
    })
final class ModelsCommand extends PolysemeCommand {

  /// A line of the list.
  ///
  /// @param model the model; null for what is in the cache under another name
  /// @param repo where it is on the hub
  /// @param cached what is there of it; null if nothing is
  private record Line(@Nullable NamedModel model, RepoId repo, @Nullable CachedModel cached) {

    String family() {
      return model == null ? "other" : model.family();
    }

    List<String> aliases() {
      return model == null ? List.of() : model.aliases();
    }

    String state() {
      var state = new ArrayList<String>();
      if (model != null && model.obstacle() != null) {
        state.add("cannot be opened: " + model.obstacle().reason());
      }
      if (cached != null) {
        // what has no name here may be no model at all, such as NeelNanda's tokenizer
        var part = model == null ? "not a whole model, " : "incomplete, ";
        state.add((cached.complete() ? "here, " : part) + Sizes.shown(cached.bytes()));
      }
      return state.isEmpty() ? "" : "[" + String.join("; ", state) + "]";
    }
  }

  @Option(
      names = "--family",
      paramLabel = "NAME",
      description = "Only families whose name begins so, such as gemma, pythia or solu.")
  private @Nullable String family;

  @Option(names = "--cached", description = "Only what is on this machine.")
  private boolean cachedOnly;

  ModelsCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws HubException {
    var models = services().models().get();
    var lines = chosen(lines(models), models);
    print(json() ? json(lines, models).toString() : text(lines, models));
  }

  private static List<Line> lines(ModelLocator models) throws HubException {
    Map<RepoId, CachedModel> cached = new HashMap<>();
    models.cached().forEach(model -> cached.put(model.repo(), model));
    var lines = new ArrayList<Line>();
    for (var model : models.names().all()) {
      lines.add(new Line(model, model.repo(), cached.remove(model.repo())));
    }
    // decision: what other programs left in the cache is shown as well, since it can be opened
    new TreeSet<>(cached.keySet())
        .forEach(repo -> lines.add(new Line(null, repo, cached.get(repo))));
    return lines;
  }

  private List<Line> chosen(List<Line> lines, ModelLocator models) {
    if (family == null) {
      return lines.stream().filter(line -> !cachedOnly || line.cached() != null).toList();
    }
    var begin = family.toLowerCase(Locale.ROOT).replace("_", "-");
    var families = new TreeSet<String>();
    models.names().all().forEach(model -> families.add(model.family()));
    families.add("other");
    if (families.stream().noneMatch(name -> name.startsWith(begin))) {
      throw usage(
          "--family takes %s, not “%s”".formatted(Choices.of(List.copyOf(families)), family));
    }
    return lines.stream()
        .filter(line -> line.family().startsWith(begin))
        .filter(line -> !cachedOnly || line.cached() != null)
        .toList();
  }

  private static String text(List<Line> lines, ModelLocator models) {
    if (lines.isEmpty()) {
      return "None of them is in %s.".formatted(models.cacheFolder());
    }
    var width = lines.stream().mapToInt(line -> line.repo().id().length()).max().orElse(0);
    var out = new StringBuilder();
    var family = "";
    for (var line : lines) {
      if (!line.family().equals(family)) {
        family = line.family();
        out.append(out.isEmpty() ? "" : "\n").append(family).append('\n');
      }
      var name = line.repo().id();
      var gap = " ".repeat(width - name.length());
      var aliases = String.join(", ", line.aliases());
      out.append("  %s%s  %s  %s".formatted(name, gap, aliases, line.state()).stripTrailing())
          .append('\n');
    }
    return out.toString().stripTrailing();
  }

  private static Json json(List<Line> lines, ModelLocator models) {
    var list = new ArrayList<Object>();
    for (var line : lines) {
      var obstacle = line.model() == null ? null : line.model().obstacle();
      var cached = line.cached();
      list.add(
          Json.object()
              .put("name", line.repo().id())
              .put("aliases", line.aliases())
              .put("family", line.model() == null ? null : line.family())
              .put("supported", line.model() == null ? null : obstacle == null)
              .put("why_not", obstacle == null ? null : obstacle.reason())
              .put("cached", cached == null ? "no" : cached.complete() ? "complete" : "incomplete")
              .put("bytes", cached == null ? 0 : cached.bytes())
              .put("folder", cached == null ? null : cached.folder().toString())
              .fields());
    }
    return Json.object().put("cache", models.cacheFolder().toString()).put("models", list);
  }
}
