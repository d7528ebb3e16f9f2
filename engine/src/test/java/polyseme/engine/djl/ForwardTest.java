// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.task.RequestException;
import polyseme.engine.task.Workers;

/// What must hold in a forward pass whatever the weights are. Equal means equal bits unless a
/// tolerance stands beside it.
final class ForwardTest {

  private static final String TEXT = "Python is a versatile programming language.";

  @ParameterizedTest
  @ValueSource(strings = {"solu-2l", "gelu-2l", "gpt2"})
  void capturingChangesNothing(String name) throws Exception {
    try (var model = Opened.model(name)) {
      var tokens = Opened.tokens(model, TEXT);
      var without = Opened.logits(model, ForwardRequest.capturing(tokens, Set.of()));
      var all = Set.copyOf(model.hooks());
      assertArrayEquals(without, Opened.logits(model, ForwardRequest.capturing(tokens, all)));
      for (var hook : model.hooks()) {
        var one = ForwardRequest.capturing(tokens, Set.of(hook));
        assertArrayEquals(without, Opened.logits(model, one), hook::name);
      }
    }
  }

  @Test
  void stoppingEarlyGivesWhatTheWholePassGives() throws Exception {
    try (var model = Opened.model("solu-2l")) {
      var tokens = Opened.tokens(model, TEXT);
      var whole =
          model.run(ForwardRequest.capturing(tokens, Set.copyOf(model.hooks())).withLogits());
      for (var hook : model.hooks()) {
        var early = Opened.at(model, tokens, hook.name());
        assertArrayEquals(whole.cache().get(hook).toArray(), early, hook::name);
      }
    }
  }

  @Test
  void capturesComeInFiringOrder() throws Exception {
    try (var model = Opened.model("solu-2l")) {
      var request = ForwardRequest.capturing(Opened.tokens(model, TEXT), Set.copyOf(model.hooks()));
      assertEquals(model.hooks(), List.copyOf(model.run(request).cache().hooks()));
      var streamed = new ArrayList<HookPoint>();
      model.stream(request, (hook, _) -> streamed.add(hook));
      assertEquals(model.hooks(), streamed);
    }
  }

  @Test
  void hooksOfSoluComeInTheOrderOfTransformerLens() throws Exception {
    try (var model = Opened.model("solu-2l")) {
      var names =
          model.hooks().stream()
              .filter(hook -> !hook.onRequest())
              .map(HookPoint::name)
              .filter(name -> name.startsWith("blocks.0."))
              .map(name -> name.substring("blocks.0.".length()))
              .toList();
      assertEquals(
          List.of(
              "hook_resid_pre",
              "ln1.hook_scale",
              "ln1.hook_normalized",
              "attn.hook_q",
              "attn.hook_k",
              "attn.hook_v",
              "attn.hook_attn_scores",
              "attn.hook_pattern",
              "attn.hook_z",
              "hook_attn_out",
              "hook_resid_mid",
              "ln2.hook_scale",
              "ln2.hook_normalized",
              "mlp.hook_pre",
              "mlp.hook_mid",
              "mlp.ln.hook_scale",
              "mlp.ln.hook_normalized",
              "mlp.hook_post",
              "hook_mlp_out",
              "hook_resid_post"),
          names);
    }
  }

  @Test
  void streamingGivesWhatRunningGives() throws Exception {
    try (var model = Opened.model("gpt2")) {
      var request = ForwardRequest.capturing(Opened.tokens(model, TEXT), Set.copyOf(model.hooks()));
      var run = model.run(request).cache();
      model.stream(
          request,
          (hook, values) -> assertArrayEquals(run.get(hook).toArray(), copy(values), hook.name()));
    }
  }

  @Test
  void sinksCannotWriteIntoThePass() throws Exception {
    try (var model = Opened.model("gpt2")) {
      var request = ForwardRequest.capturing(Opened.tokens(model, TEXT), Set.of(HookPoint.post(0)));
      var seen = new ArrayList<Boolean>();
      model.stream(request, (_, values) -> seen.add(values.isReadOnly() && values.isDirect()));
      assertEquals(List.of(true), seen);
    }
  }

  @Test
  void everyActivationHasTheShapeOfItsAxes() throws Exception {
    try (var model = Opened.model("solu-2l")) {
      var tokens = TokenBatch.ofRows(List.of(new int[] {0, 5, 6}, new int[] {0, 7}));
      var table = new HookTable(model.config());
      var cache = model.run(ForwardRequest.capturing(tokens, Set.copyOf(model.hooks()))).cache();
      for (var hook : model.hooks()) {
        var expected = hook.axes().stream().map(axis -> table.length(axis, 2, 3)).toList();
        assertEquals(expected, cache.get(hook).shape(), hook::name);
      }
    }
  }

  /// Several rows go through larger matrix products, whose sums may be taken in another order.
  @Test
  void rowsOfABatchDoNotSeeEachOther() throws Exception {
    try (var model = Opened.model("solu-2l")) {
      var first = model.tokenizer().tokenize("The naïve café").ids();
      var second = model.tokenizer().tokenize(TEXT).ids();
      var both = TokenBatch.ofRows(List.of(first, second));
      var width = model.config().dims().dMlp();
      var together = Opened.at(model, both, "blocks.1.mlp.hook_post");
      var alone = Opened.at(model, TokenBatch.of(first), "blocks.1.mlp.hook_post");
      for (var i = 0; i < first.length * width; i++) {
        assertEquals(alone[i], together[i], 1e-5f);
      }
    }
  }

  @Test
  void twoThreadsGiveTheSameBits() throws Exception {
    try (var model = Opened.model("solu-2l");
        var workers = new Workers(2)) {
      var request = ForwardRequest.capturing(Opened.tokens(model, TEXT), Set.of(HookPoint.post(1)));
      var expected = model.run(request).cache().get(HookPoint.post(1)).toArray();
      Callable<float[]> task = () -> model.run(request).cache().get(HookPoint.post(1)).toArray();
      for (var result : workers.all(IntStream.range(0, 64).mapToObj(_ -> task).toList())) {
        assertArrayEquals(expected, result);
      }
    }
  }

  @Test
  void passesLeaveNoArrayBehind() throws Exception {
    try (var model = (DjlHookedModel) Opened.model("solu-2l")) {
      var before = model.arrays();
      for (var i = 0; i < 300; i++) {
        var ids = new int[1 + i % 60];
        var request =
            ForwardRequest.capturing(TokenBatch.of(ids), Set.of(model.hooks().get(i % 40)));
        model.run(i % 3 == 0 ? request.withLogits() : request);
        model.stream(request, (_, _) -> {});
        model.inputWeights(i % 2);
        model.outputWeights(i % 2);
      }
      assertEquals(before, model.arrays());
    }
  }

  @Test
  void aFailingSinkLeavesNoArrayBehind() throws Exception {
    try (var model = (DjlHookedModel) Opened.model("solu-2l")) {
      var before = model.arrays();
      var request = ForwardRequest.capturing(Opened.tokens(model, TEXT), Set.of(HookPoint.post(1)));
      assertThrows(
          UnsupportedOperationException.class,
          () ->
              model.stream(
                  request,
                  (_, _) -> {
                    throw new UnsupportedOperationException();
                  }));
      assertEquals(before, model.arrays());
    }
  }

  /// The heads' writings and the bias sum to what attention writes; sums in another order, hence
  /// 1e-5.
  @Test
  void headResultsSumToAttentionOut() throws Exception {
    try (var model = Opened.model("gpt2")) {
      var tokens = Opened.tokens(model, TEXT);
      var result = Opened.hook("blocks.1.attn.hook_result");
      var out = Opened.hook("blocks.1.hook_attn_out");
      var cache = model.run(ForwardRequest.capturing(tokens, Set.of(result, out))).cache();
      Map<Integer, Float> bias = new HashMap<>();
      for (var pos = 0; pos < tokens.width(); pos++) {
        for (var i = 0; i < model.config().dims().dModel(); i++) {
          var sum = 0f;
          for (var head = 0; head < model.config().dims().nHeads(); head++) {
            sum += cache.get(result).get(0, pos, head, i);
          }
          var rest = cache.get(out).get(0, pos, i) - sum;
          assertEquals(bias.computeIfAbsent(i, _ -> rest), rest, 1e-5f);
        }
      }
    }
  }

  @Test
  void weightsAreThoseOfTheMlp() throws Exception {
    try (var model = Opened.model("gelu-2l")) {
      var tokens = Opened.tokens(model, TEXT);
      var post = Opened.at(model, tokens, "blocks.0.mlp.hook_post");
      var out = Opened.at(model, tokens, "blocks.0.hook_mlp_out");
      var weights = model.outputWeights(0);
      var difference = 0f;
      for (var neuron = 0; neuron < weights.rows(); neuron++) {
        var first = post[neuron];
        var second = post[weights.rows() + neuron];
        difference += (second - first) * weights.get(neuron, 3);
      }
      assertEquals(out[weights.columns() + 3] - out[3], difference, 1e-4f);
      assertEquals(weights.rows(), model.inputWeights(0).rows());
      assertEquals(weights.columns(), model.inputWeights(0).columns());
    }
  }

  @Test
  void nothingAskedForGivesNothing() throws Exception {
    try (var model = Opened.model("gpt2")) {
      var result = model.run(ForwardRequest.capturing(TokenBatch.of(0), Set.of()));
      assertEquals(Set.of(), result.cache().hooks());
      assertNull(result.logits());
    }
  }

  @Test
  void closedModelSaysSo() throws Exception {
    var model = Opened.model("gpt2");
    model.close();
    model.close();
    var request = ForwardRequest.capturing(TokenBatch.of(0), Set.of(HookPoint.post(0)));
    var refused = assertThrows(RequestException.class, () -> model.run(request));
    assertEquals("The model gpt2 was closed.", refused.what());
    assertThrows(RequestException.class, () -> model.inputWeights(0));
    assertThrows(RequestException.class, () -> model.tokenizer().tokenize("a"));
  }

  private static float[] copy(FloatBuffer values) {
    var copy = new float[values.remaining()];
    values.get(copy);
    return copy;
  }
}
