// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.checkpoint.NpzWriter;
import polyseme.engine.checkpoint.SafetensorsWriter;
import polyseme.engine.hook.ForwardResult;
import polyseme.engine.model.AppliedProcessing;
import polyseme.engine.task.OutputException;
import polyseme.engine.tensor.Activations;
import polyseme.engine.text.TokenizedText;

/// The cache of one forward pass, as it goes into a file.
///
/// @param model the model that ran
/// @param processing how its weights were processed
/// @param tokens what it ran on
/// @param result what came out
/// @param program name and version of the program
record CacheFile(
    ModelFolder model,
    AppliedProcessing processing,
    TokenizedText tokens,
    ForwardResult result,
    String program) {

  private static final String TOKENS = "tokens";
  private static final String PROCESSING = "processing";

  void write(OutputFile file) throws OutputException {
    var arrays = arrays();
    switch (file.ending()) {
      case "npz" -> {
        var npz = new NpzWriter().ints(TOKENS, ids()).text(PROCESSING, processing.text());
        arrays.forEach(npz::floats);
        npz.write(file.path());
      }
      default -> {
        var safetensors =
            new SafetensorsWriter()
                .metadata("program", program)
                .metadata("model", model.name())
                .metadata("model_sha256", model.digest())
                .metadata(PROCESSING, processing.text())
                .metadata("text", tokens.text())
                .metadata(TOKENS, ids().toString());
        arrays.forEach((name, array) ->
            safetensors.tensor(name, array.shape(), () -> FloatBuffer.wrap(array.toArray())));
        safetensors.write(file.path());
      }
    }
  }

  private List<Integer> ids() {
    return Arrays.stream(tokens.ids()).boxed().toList();
  }

  private Map<String, Activations> arrays() {
    var arrays = new LinkedHashMap<String, Activations>();
    for (var hook : result.cache().hooks()) {
      arrays.put(hook.name(), result.cache().get(hook));
    }
    if (result.logits() != null) {
      arrays.put("logits", result.logits());
    }
    return arrays;
  }

  String summary(Path file) {
    var table = new Table();
    arrays().forEach((name, array) -> table.row(name, array.shape().toString()));
    return "%s\n%s\nWrote %s".formatted(table, ProcessingOption.told(processing), file);
  }

  Json json(Path file) {
    var shapes = Json.object();
    arrays().forEach((name, array) -> shapes.put(name, array.shape()));
    return Json.object()
        .put("out", file.toString())
        .put("model", model.name())
        .put("model_sha256", model.digest())
        .put(PROCESSING, processing.text())
        .put("processing_not_applied", processing.notApplied())
        .put("processing_warnings", processing.warnings())
        .put(TOKENS, ids())
        .put("arrays", shapes);
  }
}
