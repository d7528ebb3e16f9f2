// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import polyseme.engine.HookedModel;
import polyseme.engine.Models;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.task.Progress;
import polyseme.engine.tensor.Activations;
import tools.jackson.databind.json.JsonMapper;

/// Agreement with the references on small checkpoints of every family and variant
/// (`parity/made/README.md`): logits and neurons by transformers, all hooks by TransformerLens.
final class MadeCheckpointsTest {

  /// Absolute, or relative to the tensor's root mean square where that is greater than one.
  private static final double TOLERANCE = 5e-5;

  /// OLMo 2 norms the whole row of queries or keys: only TransformerLens has a hook point there.
  private static final String LACKING = "blocks\\.\\d\\.attn\\.[qk]_norm\\.hook_.*";

  @TempDir private Path folder;

  static Stream<String> names() throws IOException {
    try (var files = Files.list(Golden.resource("made"))) {
      return files
          .filter(Files::isDirectory)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("__"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void agreesWithTheReference(String name) throws Exception {
    var made = Golden.resource("made");
    copy(made.resolve(name), made.resolve("tokenizer.json"), made.resolve("tokenizer_config.json"));
    var texts = texts(made.resolve("tokens.json"));
    var failures = new ArrayList<String>();
    try (var model = Models.open(folder, Progress.NONE)) {
      for (var file :
          List.of("transformers.safetensors", "plain.safetensors", "hooks.safetensors")) {
        if (Files.exists(made.resolve(name).resolve(file))) {
          var golden = Golden.tensors(made.resolve(name).resolve(file));
          for (var i = 0; i < texts.size(); i++) {
            compare(model, golden, i, texts.get(i), failures);
          }
        }
      }
    }
    assertEquals(List.of(), failures);
  }

  private void copy(Path model, Path... shared) throws IOException {
    var all = new ArrayList<>(List.of(shared));
    try (var files = Files.list(model)) {
      files.forEach(all::add);
    }
    for (var file : all) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }
  }

  private static List<int[]> texts(Path file) throws IOException {
    var texts = new ArrayList<int[]>();
    for (var text : new JsonMapper().readTree(Files.readAllBytes(file)).path("texts")) {
      texts.add(text.path("tokens").valueStream().mapToInt(id -> id.intValue()).toArray());
    }
    return texts;
  }

  private static void compare(
      HookedModel model, Golden golden, int text, int[] ids, List<String> failures)
      throws Exception {
    var names = golden.names(text);
    if (names.isEmpty()) {
      return; // the hooks are of the second text only
    }
    var hooks = new HashSet<HookPoint>();
    for (var name : names) {
      if (!name.equals("logits")) {
        var hook = HookPoint.parse(name).orElseThrow();
        if (!model.hooks().contains(hook)) {
          assertTrue(name.matches(LACKING), () -> name + " does not fire");
          continue;
        }
        hooks.add(hook);
      }
    }
    var result = model.run(new ForwardRequest(TokenBatch.of(ids), hooks, List.of(), true));
    for (var hook : hooks) {
      check(
          text + "/" + hook.name(),
          golden.values(text, hook.name()),
          result.cache().get(hook),
          failures);
    }
    assertTrue(result.logits() != null);
    check(text + "/logits", golden.values(text, "logits"), result.logits(), failures);
  }

  private static void check(
      String name, float[] expected, Activations actual, List<String> failures) {
    var values = actual.toArray();
    assertEquals(expected.length, values.length, name);
    var squares = 0.0;
    var worst = 0.0;
    for (var i = 0; i < expected.length; i++) {
      if (Float.isInfinite(expected[i]) && expected[i] == values[i]) {
        continue; // a masked score
      }
      squares += (double) expected[i] * expected[i];
      worst = Math.max(worst, Math.abs((double) expected[i] - values[i]));
      if (Float.isNaN(values[i])) {
        worst = Double.POSITIVE_INFINITY;
      }
    }
    if (worst > TOLERANCE * Math.max(1, Math.sqrt(squares / expected.length))) {
      failures.add("%s: differs by %s".formatted(name, worst));
    }
  }
}
