// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.GradientRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.Objective;
import polyseme.engine.hook.Places;
import polyseme.engine.hook.Target;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.task.RequestException;
import polyseme.engine.task.Workers;

/// Gradients, against PyTorch's own of TransformerLens and for what must hold of any.
final class GradientTest {

  /// Of a tensor's greatest number: single precision over a forward and a backward pass.
  private static final double TOLERANCE = 5e-5;

  private static final TokenBatch TOKENS = TokenBatch.of(0, 5, 6, 7, 8, 9);
  private static final Objective LOGIT = new Objective.Logit(0, 5, 3);

  @ParameterizedTest
  @ValueSource(strings = {"solu-2l", "llama", "gemma2", "pythia", "qwen3"})
  void gradientsAgreeWithTransformerLens(String name) throws Exception {
    var golden = Golden.read(Golden.resource("gradients/" + name));
    var text = golden.told().path("texts").get(0);
    var tokens = TokenBatch.of(golden.texts().getFirst().array());
    var last = tokens.width() - 1;
    var token = text.path("token").intValue();
    var minus = text.path("minus").intValue();
    try (var model = Opened.anywhere(name)) {
      var objectives =
          List.of(new Objective.LogitDifference(0, last, token, minus), new Objective.Loss());
      var names = List.of("difference", "loss");
      var worst = 0.0;
      for (var i = 0; i < objectives.size(); i++) {
        var request = GradientRequest.of(objectives.get(i), tokens, differentiable(model));
        var result = model.gradients(request);
        var value = text.path("values").path(names.get(i)).doubleValue();
        assertEquals(value, result.value(), 2e-5);
        for (var hook : result.gradients().hooks()) {
          var actual = result.gradients().get(hook).toArray();
          worst = Math.max(worst, error(golden, names.get(i), hook, actual));
        }
      }
      write(name, worst);
    }
  }

  private static double error(Golden golden, String target, HookPoint hook, float... actual) {
    var name = target + "/" + hook.name();
    assertTrue(golden.names(0).contains(name), name);
    var expected = golden.values(0, name);
    assertEquals(expected.length, actual.length, name);
    var greatest = 0.0;
    var difference = 0.0;
    for (var i = 0; i < actual.length; i++) {
      greatest = Math.max(greatest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs((double) expected[i] - actual[i]));
    }
    assertTrue(difference <= TOLERANCE * greatest + 1e-7, name + " " + difference);
    return greatest == 0 ? 0 : difference / greatest;
  }

  private static void write(String name, double worst) throws IOException {
    var folder = Files.createDirectories(Path.of("target", "parity"));
    Files.writeString(
        folder.resolve("gradients-%s.txt".formatted(name)),
        "greatest difference %.3g of the greatest number%n".formatted(worst));
  }

  private static Set<HookPoint> differentiable(HookedModel model) {
    return Set.copyOf(model.hooks().stream().filter(hook -> !hook.onRequest()).toList());
  }

  private static GradientRequest request(String... hooks) {
    var wanted = Set.copyOf(List.of(hooks).stream().map(Opened::hook).toList());
    return GradientRequest.of(LOGIT, TOKENS, wanted);
  }

  @Test
  void onlyPositionsUpToTheObjectiveMatter() throws Exception {
    try (var model = Opened.model("gpt2")) {
      var hook = HookPoint.post(0);
      var objective = new Objective.Logit(0, 2, 3);
      var gradient =
          model
              .gradients(GradientRequest.of(objective, TOKENS, Set.of(hook)))
              .gradients()
              .get(hook);
      for (var pos = 0; pos < TOKENS.width(); pos++) {
        var norm = 0.0;
        for (var i = 0; i < model.config().dims().dMlp(); i++) {
          norm += Math.abs(gradient.get(0, pos, i));
        }
        assertEquals(pos <= 2, norm > 0, "position " + pos);
      }
    }
  }

  /// Rows of unequal length: what fills up the shorter one has neither loss nor gradient.
  @Test
  void lossCountsRealTokensOnly() throws Exception {
    try (var model = Opened.model("gpt2")) {
      var batch = TokenBatch.ofRows(List.of(new int[] {0, 5, 6, 7}, new int[] {0, 8}));
      var hook = HookPoint.post(1);
      var result = model.gradients(GradientRequest.of(new Objective.Loss(), batch, Set.of(hook)));
      var logits = Opened.logits(model, ForwardRequest.capturing(batch, Set.of()));
      var sum = 0.0;
      for (var pair : List.of(new int[] {0, 5}, new int[] {1, 6}, new int[] {2, 7})) {
        sum += surprise(logits, pair[0], pair[1], model.config().dims().dVocab());
      }
      sum += surprise(logits, 4, 8, model.config().dims().dVocab());
      assertEquals(sum / 4, result.value(), 1e-5);
      var gradient = result.gradients().get(hook);
      for (var pos = 0; pos < 4; pos++) {
        assertEquals(pos == 0, gradient.get(1, pos, 3) != 0, "position " + pos);
      }
    }
  }

  private static double surprise(float[] logits, int row, int token, int width) {
    var sum = 0.0;
    for (var i = 0; i < width; i++) {
      sum += Math.exp(logits[row * width + i]);
    }
    return Math.log(sum) - logits[row * width + token];
  }

  @Test
  void aHookThatIsCutOffHasNoGradient() throws Exception {
    try (var model = Opened.model("gpt2")) {
      var cut = new Intervention.Zero(Target.all(Opened.hook("blocks.1.hook_resid_pre")));
      var before = Opened.hook("blocks.0.hook_resid_mid");
      var after = Opened.hook("blocks.1.hook_resid_pre");
      var request = request(before.name(), after.name()).withInterventions(List.of(cut));
      var gradients = model.gradients(request).gradients();
      assertArrayEquals(new float[gradients.get(before).size()], gradients.get(before).toArray());
      assertTrue(Math.abs(gradients.get(after).get(0, 5, 3)) > 0);
    }
  }

  @Test
  void aRowThatAttendsToNothingHasNoNan() throws Exception {
    try (var model = Opened.model("gpt2")) {
      var scores = Target.all(Opened.hook("blocks.1.attn.hook_attn_scores")).at(Places.of(5));
      var blind = new Intervention.SetTo(scores, Float.NEGATIVE_INFINITY);
      var request =
          request("blocks.0.mlp.hook_post", "blocks.1.attn.hook_q", "blocks.1.attn.hook_pattern")
              .withInterventions(List.of(blind));
      var gradients = model.gradients(request).gradients();
      for (var hook : gradients.hooks()) {
        for (var value : gradients.get(hook).toArray()) {
          assertTrue(Float.isFinite(value), hook::name);
        }
      }
    }
  }

  @Test
  void twoThreadsGiveTheSameBits() throws Exception {
    try (var model = Opened.model("solu-2l");
        var workers = new Workers(2)) {
      var request = request("blocks.0.mlp.hook_post", "hook_embed");
      var hook = HookPoint.post(0);
      var expected = model.gradients(request).gradients().get(hook).toArray();
      Callable<float[]> gradient = () -> model.gradients(request).gradients().get(hook).toArray();
      for (var result : workers.all(IntStream.range(0, 32).mapToObj(_ -> gradient).toList())) {
        assertArrayEquals(expected, result);
      }
    }
  }

  @Test
  void gradientsAreOffAgainAfterwards() throws Exception {
    try (var model = Opened.model("gpt2")) {
      model.gradients(request("hook_embed"));
      assertFalse(JniUtils.isGradMode());
    }
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    try (var model = (DjlHookedModel) Opened.model("solu-2l")) {
      var before = model.arrays();
      for (var i = 0; i < 100; i++) {
        var hook = model.hooks().get(1 + i % (model.hooks().size() - 1));
        model.gradients(GradientRequest.of(LOGIT, TOKENS, Set.of(hook)));
      }
      assertEquals(before, model.arrays());
    }
  }

  /// A graph that stayed would take half a megabyte a pass.
  @Test
  @EnabledOnOs(OS.LINUX)
  void memoryStaysTheSame() throws Exception {
    try (var model = Opened.model("solu-2l")) {
      var all = GradientRequest.of(LOGIT, TokenBatch.of(new int[60]), differentiable(model));
      var objective =
          new GradientRequest(all.tokens(), all.hooks(), new Objective.Loss(), List.of());
      for (var i = 0; i < 60; i++) {
        model.gradients(objective);
      }
      var before = resident();
      for (var i = 0; i < 120; i++) {
        model.gradients(objective);
      }
      var grown = resident() - before;
      assertTrue(grown < 40_000_000, grown + " bytes");
    }
  }

  private static long resident() throws IOException {
    System.gc();
    var pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1];
    return Long.parseLong(pages) * 4096;
  }

  private static void refused(HookedModel model, GradientRequest request, String... words) {
    var refused = assertThrows(RequestException.class, () -> model.gradients(request));
    for (var word : words) {
      assertTrue((refused.what() + refused.remedy()).contains(word), refused.what());
    }
  }

  @Test
  void whatHasNoGradientIsRefused() throws Exception {
    try (var model = Opened.model("gpt2")) {
      var hooks = Set.of(HookPoint.post(0));
      refused(model, request("hook_tokens"), "hook_tokens", "hook_embed");
      refused(model, request("blocks.0.mlp.hook_mid"), "blocks.0.mlp.hook_pre");
      refused(
          model, GradientRequest.of(new Objective.Logit(0, 6, 3), TOKENS, hooks), "no position 6");
      refused(
          model,
          GradientRequest.of(new Objective.LogitDifference(0, 1, 2, 9999), TOKENS, hooks),
          "no token 9999");
      refused(model, GradientRequest.of(new Objective.Loss(), TokenBatch.of(0), hooks), "no loss");
      var applied =
          new Intervention.Apply(Target.all(Opened.hook("blocks.1.hook_resid_pre")), x -> x);
      refused(
          model,
          request("hook_embed").withInterventions(List.of(applied)),
          "hook_embed",
          "blocks.1.hook_resid_pre");
      model.gradients(request("blocks.1.hook_resid_pre").withInterventions(List.of(applied)));
      refused(
          model, request("blocks.1.ln1.hook_scale", "blocks.1.hook_q_input"), "do not go together");
    }
  }
}
