// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.HookedModel;
import polyseme.engine.Models;
import polyseme.engine.OpenOptions;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookSelection;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.Processing;
import polyseme.engine.task.Progress;
import polyseme.engine.tensor.Activations;

/// Agreement with TransformerLens' default processing at every hook point and the logits: within
/// 5e-5, absolute or of the tensor's root mean square, which is what TransformerLens itself calls
/// agreement in float32.
final class ProcessingParityTest {

  private static final double TOLERANCE = 5e-5;

  /// A folder of model folders with `folded/` in them may be named by this property.
  private static final String MORE = "polyseme.folded";

  private static final Path NOWHERE = Path.of("nowhere");

  @ParameterizedTest
  @ValueSource(strings = {"solu-2l", "gelu-2l", "gpt2", "gpt2-sharded-bf16", "gemma2"})
  void everyHookAgreesWithDefaultProcessing(String name) throws Exception {
    assertEquals(List.of(), disagreements(Golden.resource(name)));
  }

  static Stream<Path> golden() throws Exception {
    var all = Golden.shared("golden");
    return all.isPresent() ? folded(all.orElseThrow()) : Stream.of(NOWHERE);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void everyHookOfTheWholeReferenceAgrees(Path folder) throws Exception {
    assumeTrue(Files.exists(folder), "the whole reference does not lie beside this checkout");
    assertEquals(List.of(), disagreements(folder));
  }

  static Stream<Path> named() throws Exception {
    var more = System.getProperty(MORE, "");
    return more.isEmpty() ? Stream.of(NOWHERE) : folded(Path.of(more));
  }

  @ParameterizedTest
  @MethodSource("named")
  void everyHookOfWhatIsNamedAgrees(Path folder) throws Exception {
    assumeTrue(Files.exists(folder), "no folder is named by -D" + MORE);
    assertEquals(List.of(), disagreements(folder));
  }

  private static Stream<Path> folded(Path all) throws Exception {
    try (var folders = Files.list(all)) {
      return folders
          .filter(one -> Files.isDirectory(one.resolve("folded")))
          .sorted()
          .toList()
          .stream();
    }
  }

  // hooks-NAME holds what a second reference computes with the weights in NAME
  private static List<String> disagreements(Path folder) throws Exception {
    var name = String.valueOf(folder.getFileName());
    var weights = folder.resolveSibling(name.replaceFirst("^hooks-", ""));
    var golden = Golden.read(folder.resolve("folded"));
    var wrong = new ArrayList<String>();
    var options = OpenOptions.defaults().withProcessing(Processing.DEFAULT);
    try (var model = Models.open(weights, options, Progress.NONE)) {
      for (var text : golden.texts()) {
        compare(model, golden, text).forEach(one -> wrong.add(name + ": " + one));
      }
    }
    assertTrue(golden.names(0).size() > 20);
    return wrong;
  }

  private static List<String> compare(HookedModel model, Golden golden, Golden.Text text)
      throws Exception {
    var names = golden.names(text.number()).stream().filter(name -> !name.equals("logits"));
    var hooks = new HookSelection(model.hooks()).of(names.toList());
    var tokens = TokenBatch.of(text.ids().stream().mapToInt(Integer::intValue).toArray());
    var result = model.run(new ForwardRequest(tokens, hooks, List.of(), true));
    var wrong = new ArrayList<String>();
    for (var hook : hooks) {
      compare(golden, text, hook.name(), result.cache().get(hook), wrong);
    }
    var logits = result.logits();
    assertTrue(logits != null);
    compare(golden, text, "logits", logits, wrong);
    return wrong;
  }

  private static void compare(
      Golden golden, Golden.Text text, String name, Activations actual, List<String> wrong) {
    var expected = golden.values(text.number(), name);
    var values = actual.toArray();
    assertEquals(expected.length, values.length, name);
    var squares = 0.0;
    var worst = 0.0;
    for (var i = 0; i < expected.length; i++) {
      if (Float.isFinite(expected[i])) {
        squares += (double) expected[i] * expected[i];
        worst = Math.max(worst, Math.abs((double) expected[i] - values[i]));
      } else if (Float.compare(expected[i], values[i]) != 0) {
        worst = Double.POSITIVE_INFINITY;
      }
    }
    var rms = Math.sqrt(squares / expected.length);
    if (!(worst <= TOLERANCE * Math.max(1, rms))) {
      wrong.add("text %d, %s: %.3g, rms %.3g".formatted(text.number(), name, worst, rms));
    }
  }
}
