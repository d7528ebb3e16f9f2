// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import polyseme.analysis.parity.ParityBadge;
import polyseme.engine.checkpoint.MemoryNeed;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.checkpoint.ProcessedWeights;
import polyseme.engine.model.Bos;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.task.PolysemeException;

/// `polyseme info`: what a model folder holds, without starting the engine.
@Command(
    name = "info",
    description = "Show what a model folder holds: family, sizes, tokenizer, digest, files.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme info models/solu-2l",
      "  polyseme info models/solu-2l --json",
      "  polyseme info models/solu-2l --processing default",
      "",
      "Safe for any folder: nothing in it is ever run. The digest covers all files the model is"
          + " made of."
    })
final class InfoCommand extends PolysemeCommand {

  @Mixin private final ModelArgument model = new ModelArgument();

  @Mixin private final ProcessingOption processing = new ProcessingOption();

  InfoCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    ModelFolder folder;
    try (var progress = progress()) {
      folder = ModelFolder.read(model.folder(this, progress));
    }
    try (var weights =
        ProcessedWeights.of(ModelWeights.open(folder), folder.config(), processing.processing())) {
      var parity = workbench().parity(folder.digest(), weights.processing().text());
      print(
          json()
              ? json(folder, weights).put("parity", parity.text()).toString()
              : table(folder, weights, parity));
    }
  }

  private static String table(ModelFolder folder, ProcessedWeights weights, ParityBadge parity)
      throws CheckpointException {
    var config = weights.config();
    var dims = config.dims();
    var table =
        new Table()
            .row("model", folder.name())
            .row("family", config.architecture().title())
            .row("layers", number(dims.nLayers()))
            .row("residual stream", number(dims.dModel()) + " wide")
            .row("attention", dims.nHeads() + " heads of " + dims.dHead())
            .row("neurons", neurons(folder))
            .row("activation", config.attnOnly() ? "none" : config.activation().configName())
            .row("norm", config.norm().kind() + ", epsilon " + epsilon(config))
            .row("context", number(dims.nCtx()) + " tokens")
            .row("vocabulary", number(dims.dVocab()) + " tokens")
            .row("begins texts with", bos(config.bos()))
            .row("parameters", number(weights.parameters()))
            .row("memory", MemoryNeed.of(config, weights).text())
            .row("weight processing", weights.processing().text());
    weights.processing().notApplied().forEach(line -> table.row("", line));
    weights.processing().warnings().forEach(line -> table.row("", line));
    rows(table, "particular", ModelTraits.of(config));
    table.row("parity", parity.text());
    table.row("digest", "sha256 " + folder.digest());
    var label = "files";
    for (var file : files(folder)) {
      table.row(label, "%s  %s".formatted(name(folder, file), Sizes.shown(size(file))));
      label = "";
    }
    rows(table, "tensors without effect", weights.unused());
    rows(table, "entries without effect", folder.ignoredEntries());
    return table.toString();
  }

  private static void rows(Table table, String label, Collection<String> values) {
    var first = label;
    for (var value : values) {
      table.row(first, value);
      first = "";
    }
  }

  private static String epsilon(ModelConfig config) {
    return Double.toString(config.norm().epsilon()).replace(".0E", "e");
  }

  private static String bos(Bos bos) {
    return bos.prepend()
        ? bos.token() + " (default of the family)"
        : "nothing (default of the family; --bos puts %s there)".formatted(bos.token());
  }

  private static String neurons(ModelFolder folder) {
    var config = folder.config();
    return config.attnOnly()
        ? "none, the model is attention only"
        : "%s (%d × %s)"
            .formatted(
                number(config.neurons().size()),
                config.dims().nLayers(),
                number(config.dims().dMlp()));
  }

  private static Json json(ModelFolder folder, ProcessedWeights weights)
      throws CheckpointException {
    var config = weights.config();
    var dims = config.dims();
    var files = new ArrayList<Object>();
    for (var file : files(folder)) {
      files.add(Json.object().put("name", name(folder, file)).put("bytes", size(file)).fields());
    }
    return Json.object()
        .put("model", folder.name())
        .put("path", folder.path().toString())
        .put("family", config.architecture().title())
        .put("layers", dims.nLayers())
        .put("d_model", dims.dModel())
        .put("heads", dims.nHeads())
        .put("d_head", dims.dHead())
        .put("d_mlp", dims.dMlp())
        .put("context", dims.nCtx())
        .put("vocabulary", dims.dVocab())
        .put("activation", config.attnOnly() ? null : config.activation().configName())
        .put("norm", config.norm().kind().name())
        .put("epsilon", config.norm().epsilon())
        .put("attention_only", config.attnOnly())
        .put("bos_token", config.bos().token())
        .put("bos_prepended", config.bos().prepend())
        .put("neurons", config.neurons().size())
        .put("parameters", weights.parameters())
        .put("memory_bytes", MemoryNeed.of(config, weights).bytes())
        .put("processing", weights.processing().text())
        .put("processing_not_applied", weights.processing().notApplied())
        .put("processing_warnings", weights.processing().warnings())
        .put("sha256", folder.digest())
        .put("files", files)
        .put("particular", List.copyOf(ModelTraits.of(config)))
        .put("unused_tensors", weights.unused())
        .put("ignored_entries", folder.ignoredEntries());
  }

  private static List<Path> files(ModelFolder folder) {
    var files = new ArrayList<>(List.of(folder.path().resolve("config.json")));
    files.add(folder.tokenizerFile());
    files.addAll(folder.weightFiles());
    return files;
  }

  private static String name(ModelFolder folder, Path file) {
    return file.startsWith(folder.path())
        ? folder.path().relativize(file).toString()
        : file.toString();
  }

  private static long size(Path file) throws CheckpointException {
    try {
      return Files.size(file);
    } catch (IOException _) {
      throw new CheckpointException(
          "%s cannot be read.".formatted(file), "Check that it is there and may be read.");
    }
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
