// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyseme.engine.HookedModel;
import polyseme.engine.Layouts;
import polyseme.engine.Widened;
import polyseme.engine.hook.ActivationCache;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.Places;
import polyseme.engine.hook.Target;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.tensor.Axis;
import polyseme.engine.tensor.FloatVector;

/// Hook points that are computed on request only, against TransformerLens and in every variant of a
/// decoder. That they hold what loops over doubles find is in `PlainForwardTest`.
final class GatedHooksTest {

  private static final double TOLERANCE = 5e-5;
  private static final TokenBatch TOKENS = TokenBatch.of(0, 17, 256, 3, 3, 99);

  @ParameterizedTest
  @CsvSource({
    "solu-2l, solu-2l",
    "solu-2l-attn-in, solu-2l",
    "attn-only-2l, attn-only-2l",
    "llama, llama",
    "pythia, pythia",
    "phi, phi",
    "gemma2, gemma2"
  })
  void valuesAgreeWithTransformerLens(String reference, String name) throws Exception {
    var golden = Golden.read(Golden.resource("gated/" + reference));
    var tokens = TokenBatch.of(golden.texts().getFirst().array());
    try (var model = Opened.anywhere(name)) {
      for (var tensor : golden.names(0)) {
        if (!tensor.startsWith("changed") && !tensor.startsWith("split")) {
          close(golden, tensor, Opened.at(model, tokens, tensor));
        }
      }
    }
  }

  /// One head's input, key or result at two positions, halved and raised by a quarter.
  @ParameterizedTest
  @CsvSource({
    "solu-2l, changed, blocks.1.hook_q_input, 1",
    "solu-2l, changed_key, blocks.0.hook_k_input, 0",
    "solu-2l, changed_result, blocks.0.attn.hook_result, 1",
    "attn-only-2l, changed, blocks.1.hook_q_input, 1",
    "llama, changed, blocks.1.hook_q_input, 1",
    "llama, changed_key, blocks.0.hook_k_input, 0",
    "llama, changed_result, blocks.0.attn.hook_result, 1",
    "pythia, changed, blocks.1.hook_q_input, 1",
    "pythia, changed_key, blocks.0.hook_k_input, 0",
    "phi, changed, blocks.1.hook_q_input, 1",
    "gemma2, changed, blocks.1.hook_q_input, 1",
    "gemma2, changed_key, blocks.0.hook_k_input, 0",
    "gemma2, changed_result, blocks.0.attn.hook_result, 1"
  })
  void changesAgreeWithTransformerLens(String name, String tensor, String hook, int head)
      throws Exception {
    var golden = Golden.read(Golden.resource("gated/" + name));
    var tokens = TokenBatch.of(golden.texts().getFirst().array());
    try (var model = Opened.anywhere(name)) {
      var target = Target.all(Opened.hook(hook)).at(Places.range(2, 3)).ofHeads(Places.of(head));
      var raise = new float[model.config().dims().dModel()];
      Arrays.fill(raise, 0.25f);
      var changes =
          List.<Intervention>of(
              new Intervention.Scale(target, 0.5f),
              new Intervention.Add(target, FloatVector.wrap(raise)));
      var request = ForwardRequest.capturing(tokens, Set.of()).withInterventions(changes);
      close(golden, tensor, Opened.logits(model, request));
    }
  }

  /// With inputs of their own, `ln1` has an axis of heads in TransformerLens, of as many as have
  /// values. As long as nobody changes an input, each head has the row that is kept here once.
  @ParameterizedTest
  @CsvSource({"solu-2l, 2", "llama, 2"})
  void withInputsOfTheirOwnAllHeadsReadTheSameRow(String name, int heads) throws Exception {
    var golden = Golden.read(Golden.resource("gated/" + name));
    var tokens = TokenBatch.of(golden.texts().getFirst().array());
    try (var model = Opened.anywhere(name)) {
      var split = golden.names(0).stream().filter(tensor -> tensor.startsWith("split.")).toList();
      assertEquals(4, split.size());
      for (var tensor : split) {
        var asked = Set.of(Opened.hook(tensor.replace("split.", "")), input(tensor));
        var values = run(model, tokens, asked);
        var rows = values.get(Opened.hook(tensor.replace("split.", ""))).asMatrix();
        assertEquals(tokens.width(), rows.rows(), tensor);
        var repeated = new float[rows.rows() * heads * rows.columns()];
        for (var i = 0; i < repeated.length; i++) {
          var row = i / (heads * rows.columns());
          repeated[i] = rows.get(row, i % rows.columns());
        }
        close(golden, tensor, repeated);
      }
    }
  }

  private static HookPoint input(String tensor) {
    return Opened.hook(tensor.replace("split.", "").replaceFirst("ln1.*", "hook_v_input"));
  }

  private static void close(Golden golden, String tensor, float... actual) {
    var expected = golden.values(0, tensor);
    assertEquals(expected.length, actual.length, tensor);
    for (var i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], TOLERANCE, tensor + " " + i);
    }
  }

  @TestFactory
  Stream<DynamicTest> capturingChangesNoBit() {
    return everywhere(GatedHooksTest::capturing);
  }

  private static void capturing(HookedModel model) throws Exception {
    var without = Opened.logits(model, ForwardRequest.capturing(TOKENS, Set.of()));
    var all = ForwardRequest.capturing(TOKENS, Set.copyOf(model.hooks()));
    assertArrayEquals(without, Opened.logits(model, all));
    var streamed = new ArrayList<HookPoint>();
    model.stream(all, (hook, _) -> streamed.add(hook));
    assertEquals(model.hooks(), streamed);
    for (var hook : model.hooks()) {
      // Only these are computed differently, or not at all, when nobody reads them.
      if (hook.onRequest() || hook.axes().getLast() == Axis.ONE) {
        var one = ForwardRequest.capturing(TOKENS, Set.of(hook));
        assertArrayEquals(without, Opened.logits(model, one), hook::name);
      }
    }
  }

  /// Every gated hook point, head by head, changed by nothing; the sums go another way, hence 1e-5
  /// of the greatest logit.
  @TestFactory
  Stream<DynamicTest> aChangeByNothingChangesNothing() {
    return everywhere(GatedHooksTest::nothing);
  }

  private static void nothing(HookedModel model) throws Exception {
    var without = Opened.logits(model, ForwardRequest.capturing(TOKENS, Set.of()));
    var greatest = 0f;
    for (var logit : without) {
      greatest = Math.max(greatest, Math.abs(logit));
    }
    for (var hook : model.hooks()) {
      if (hook.onRequest() && !hook.equals(RequestCheck.TOKENS)) {
        var same = new Intervention.Scale(Target.all(hook), 1);
        var request = ForwardRequest.capturing(TOKENS, Set.of()).withInterventions(List.of(same));
        assertArrayEquals(without, Opened.logits(model, request), 1e-5f * greatest, hook::name);
      }
    }
  }

  private static Stream<DynamicTest> everywhere(Check check) {
    return Layouts.all().entrySet().stream()
        .map(
            entry -> DynamicTest.dynamicTest(entry.getKey(), () -> check(entry.getValue(), check)));
  }

  private static void check(ModelConfig config, Check check) throws Exception {
    try (var model = Widened.open(config, 4)) {
      check.run(model);
    }
  }

  /// What must hold of a model.
  private interface Check {
    void run(HookedModel model) throws Exception;
  }

  private static ActivationCache run(
      HookedModel model, TokenBatch tokens, Set<HookPoint> hooks, Intervention... changes)
      throws Exception {
    var request = ForwardRequest.capturing(tokens, hooks).withInterventions(List.of(changes));
    return model.run(request).cache();
  }

  @Test
  void allLeavesOutWhatIsOnRequest() throws Exception {
    try (var model = Opened.model("gelu-2l")) {
      var onRequest = new HashSet<String>();
      for (var hook : model.hooks()) {
        if (hook.onRequest() && !hook.name().startsWith("blocks.1")) {
          onRequest.add(hook.name().replace("blocks.0.", ""));
        }
      }
      assertEquals(
          Set.of(
              "hook_tokens",
              "hook_attn_in",
              "hook_q_input",
              "hook_k_input",
              "hook_v_input",
              "hook_mlp_in",
              "attn.hook_result"),
          onRequest);
    }
  }

  @Test
  void tokensAreTheTokens() throws Exception {
    try (var model = Opened.model("gelu-2l")) {
      var hook = Opened.hook("hook_tokens");
      var values = run(model, TokenBatch.of(7, 3), Set.of(hook)).get(hook);
      assertArrayEquals(new float[] {7, 3}, values.toArray());
    }
  }
}
