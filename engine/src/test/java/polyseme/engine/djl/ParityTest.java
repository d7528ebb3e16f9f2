// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.HookedModel;
import polyseme.engine.Models;
import polyseme.engine.OpenOptions;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.BosChoice;
import polyseme.engine.task.Progress;
import polyseme.engine.tensor.Activations;

/// Agreement with TransformerLens (no weight processing) at every hook point and the logits.
///
/// Tolerance 5e-5 absolute: what TransformerLens itself calls agreement in float32; the two
/// references of these folders differ by up to 2.4e-5 from each other.
final class ParityTest {

  private static final double TOLERANCE = 5e-5;

  /// Hook points that the reference computes only when asked to.
  private static final Set<String> NOT_IN_REFERENCE = Set.of("unembed.hook_in", "unembed.hook_out");

  @ParameterizedTest
  @ValueSource(strings = {"solu-2l", "gelu-2l", "gpt2"})
  void everyHookOfTheFirstTextsAgrees(String name) throws Exception {
    var folder = Golden.resource(name);
    assertEquals(Set.of(), agree(folder, folder.resolve("plain")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"solu-2l", "gelu-2l", "attn-only-2l", "gpt2", "gpt2-sharded-bf16"})
  void everyHookOfEveryTextAgrees(String name) throws Exception {
    var folder = Golden.shared("golden/" + name);
    assumeTrue(folder.isPresent(), "the whole reference does not lie beside this checkout");
    var there = folder.orElseThrow();
    assertEquals(Set.of(), agree(there, there.resolve("plain")));
  }

  @Test
  void demoModelAgrees() throws Exception {
    var folder = Golden.shared("demo");
    assumeTrue(folder.isPresent(), "the demo model's reference does not lie beside this checkout");
    var there = folder.orElseThrow();
    assertEquals(Set.of(), agree(there.resolve("model"), there.resolve("expected")));
  }

  private static Set<String> agree(Path model, Path expected) throws Exception {
    var golden = Golden.read(expected);
    var report = new Report();
    // The reference was run with a beginning-of-text token in every family.
    var options = OpenOptions.defaults().withBos(BosChoice.ALWAYS);
    try (var opened = Models.open(model, options, Progress.NONE)) {
      assertTrue(golden.texts().size() > 1);
      for (var text : golden.texts()) {
        assertEquals(text.ids(), ids(opened, text.text()), () -> "tokens of “" + text.text() + "”");
        compare(opened, golden, text, report);
      }
      checkCoverage(opened, report.seen);
    }
    report.write(model.getFileName().toString());
    return report.failures;
  }

  private static List<Integer> ids(HookedModel model, String text) throws Exception {
    return Arrays.stream(model.tokenizer().tokenize(text).ids()).boxed().toList();
  }

  private static void compare(HookedModel model, Golden golden, Golden.Text text, Report report)
      throws Exception {
    var hooks = new HashSet<HookPoint>();
    for (var name : golden.names(text.number())) {
      if (!name.equals("logits")) {
        hooks.add(HookPoint.parse(name).orElseThrow());
      }
    }
    var tokens = TokenBatch.of(text.ids().stream().mapToInt(Integer::intValue).toArray());
    var logits = golden.names(text.number()).contains("logits");
    var result = model.run(new ForwardRequest(tokens, hooks, List.of(), logits));
    for (var hook : hooks) {
      report.compare(text, hook.name(), golden, result.cache().get(hook));
    }
    if (logits && result.logits() != null) {
      report.compare(text, "logits", golden, result.logits());
    }
  }

  // The reference has a tensor for every hook point we say fires, and we have one for every tensor.
  private static void checkCoverage(HookedModel model, Set<String> seen) {
    for (var hook : model.hooks()) {
      var covered = seen.contains(hook.name());
      var knownGap = NOT_IN_REFERENCE.stream().anyMatch(gap -> hook.name().endsWith(gap));
      assertTrue(covered || knownGap || hook.onRequest(), () -> hook + " is not in the reference");
    }
    assertTrue(seen.contains("logits"));
  }

  private static final class Report {
    private final Set<String> failures = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private double greatest;

    void compare(Golden.Text text, String name, Golden golden, Activations actual) {
      seen.add(name);
      var expected = golden.values(text.number(), name);
      var values = actual.toArray();
      assertEquals(expected.length, values.length, name);
      for (var i = 0; i < expected.length; i++) {
        var same = Float.compare(expected[i], values[i]) == 0 && !Float.isNaN(values[i]);
        var difference = same ? 0 : Math.abs((double) expected[i] - values[i]);
        greatest = Math.max(greatest, difference);
        if (!(difference <= TOLERANCE)) {
          failures.add(
              "text %d, %s [%d]: %s instead of %s"
                  .formatted(text.number(), name, i, values[i], expected[i]));
        }
      }
    }

    // Kept out of the log: the figure for the notes lies beside the build's reports.
    void write(String model) throws IOException {
      var folder = Files.createDirectories(Path.of("target", "parity"));
      Files.writeString(
          folder.resolve(model + ".txt"), "greatest difference %.3g%n".formatted(greatest));
    }
  }
}
