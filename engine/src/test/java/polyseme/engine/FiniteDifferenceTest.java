// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.GlobalSite;
import polyseme.engine.hook.GradientRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.Objective;
import polyseme.engine.hook.Places;
import polyseme.engine.hook.Target;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.RequestException;
import polyseme.engine.tensor.Activations;
import polyseme.engine.tensor.Axis;

/// Gradients say what small changes do: at every hook point of every variant of a decoder, along
/// the gradient with a direction by chance, and along the activations themselves (activation ×
/// gradient).
final class FiniteDifferenceTest {

  private static final TokenBatch TOKENS = TokenBatch.of(0, 17, 256, 3, 3, 99);

  /// How much the objective should change: far above the rounding of 32 bits, far below where
  /// curves bend.
  private static final double STEP = 1.5e-3;

  /// A gradient that lacks a term or has one too many is off by more.
  private static final double BEND = 0.03;

  /// Rounding of two passes.
  private static final double NOISE = 6e-6;

  private record Case(HookedModel model, Objective objective, List<Intervention> changes) {

    double value(List<Intervention> more) throws RequestException {
      var all = new ArrayList<>(changes);
      all.addAll(more);
      var request = new ForwardRequest(TOKENS, Set.of(), all, true);
      var logits = model.run(request).logits();
      assertNotNull(logits);
      return switch (objective) {
        case Objective.Logit(var row, var pos, var token) -> logits.get(row, pos, token);
        case Objective.LogitDifference(var row, var pos, var token, var minus) ->
            (double) logits.get(row, pos, token) - logits.get(row, pos, minus);
        case Objective.Loss _ -> loss(logits);
      };
    }
  }

  private static double loss(Activations logits) {
    var loss = 0.0;
    for (var pos = 0; pos + 1 < TOKENS.width(); pos++) {
      var sum = 0.0;
      for (var token = 0; token < logits.shape().getLast(); token++) {
        sum += Math.exp(logits.get(0, pos, token));
      }
      loss += Math.log(sum) - logits.get(0, pos, TOKENS.id(0, pos + 1));
    }
    return loss / (TOKENS.width() - 1);
  }

  @TestFactory
  Stream<DynamicTest> smallChangesDoWhatTheGradientSays() {
    return Layouts.all().entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> check(entry.getValue())));
  }

  private static void check(ModelConfig config) throws Exception {
    try (var model = Widened.open(config, 5)) {
      var felt = 0;
      var checks = 0;
      // Every hook point by one of two objectives and along one of two directions, which take
      // turns; the same place in another block has another turn.
      var turn = 0;
      for (var objective :
          List.of(new Objective.Loss(), new Objective.LogitDifference(0, 4, 7, 200))) {
        var at = new Case(model, objective, List.of());
        for (var hook : gradients(at).entrySet()) {
          if (turn++ % 2 == 0) {
            felt += checkHook(at, hook.getKey(), hook.getValue(), turn / 2 % 2 == 0) ? 1 : 0;
            checks++;
          }
        }
        turn = 1;
      }
      assertTrue(felt > 0.9 * checks, felt + " of " + checks + " changes could be felt");
    }
  }

  @TestFactory
  Stream<DynamicTest> gradientsPassThroughInterventions() {
    var resid = target("blocks.1.hook_resid_pre");
    var post = target("blocks.1.mlp.hook_post");
    var pattern = target("blocks.1.attn.hook_pattern");
    var scores = target("blocks.1.attn.hook_attn_scores");
    return Stream.of(
            new Intervention.Scale(resid.at(Places.range(1, 3)), 0.7f),
            new Intervention.SetTo(post.ofIndices(Places.of(1, 4, 9)), 0.3f),
            new Intervention.Zero(pattern.ofHeads(Places.of(2))),
            new Intervention.Scale(scores, 0.5f),
            new Intervention.Mean(post, Intervention.Over.POSITIONS),
            new Intervention.Mean(
                pattern.ofHeads(Places.of(0, 1)), Intervention.Over.POSITIONS_AND_BATCH))
        .map(change -> DynamicTest.dynamicTest(change.toString(), () -> passesThrough(change)));
  }

  private static Target target(String hook) {
    return Target.all(HookPoint.parse(hook).orElseThrow());
  }

  private static void passesThrough(Intervention change) throws Exception {
    try (var model = Widened.open(Layouts.plain(), 5)) {
      var at = new Case(model, new Objective.Loss(), List.of(change));
      for (var hook : gradients(at).entrySet()) {
        checkHook(at, hook.getKey(), hook.getValue(), true);
        checkHook(at, hook.getKey(), hook.getValue(), false);
      }
    }
  }

  /// All gradients; inputs of heads by themselves, because the norm of all heads is bypassed then.
  private static Map<HookPoint, Activations> gradients(Case at) throws RequestException {
    var together = new HashSet<HookPoint>();
    var apart = new HashSet<HookPoint>();
    for (var hook : at.model.hooks()) {
      if (!hook.equals(new HookPoint.Global(GlobalSite.TOKENS))) {
        (hook.onRequest() ? apart : together).add(hook);
      }
    }
    var gradients = new LinkedHashMap<HookPoint, Activations>();
    for (var hooks : List.of(together, apart)) {
      var request = new GradientRequest(TOKENS, hooks, at.objective, at.changes);
      var result = at.model.gradients(request);
      assertEquals(at.value(List.of()), result.value(), 1e-5);
      var found = result.gradients();
      assertEquals(hooks, found.hooks());
      found.hooks().forEach(hook -> gradients.put(hook, found.get(hook)));
    }
    return gradients;
  }

  private static boolean checkHook(Case at, HookPoint hook, Activations gradient, boolean across)
      throws RequestException {
    var capture = ForwardRequest.capturing(TOKENS, Set.of(hook)).withInterventions(at.changes);
    var x = at.model.run(capture).cache().get(hook);
    var values = x.toArray();
    var slope = gradient.toArray();
    // What a query does not see cannot be changed, though a pattern has a gradient there.
    var seen = x.axes().getLast() == Axis.KEY_POS;
    for (var i = 0; i < slope.length; i++) {
      slope[i] = seen && (values[i] == 0 || Float.isInfinite(values[i])) ? 0 : slope[i];
    }
    var random = new SplittableRandom(hook.hashCode());
    var direction = new double[values.length];
    var along = new double[values.length];
    var steepness = norm(slope);
    for (var i = 0; i < values.length; i++) {
      var finite = Float.isFinite(values[i]) && !(seen && values[i] == 0);
      direction[i] = finite ? random.nextDouble() - 0.5 : 0;
      along[i] = finite ? values[i] : 0;
    }
    var length = norm(direction);
    for (var i = 0; i < values.length; i++) {
      direction[i] = direction[i] / length + (steepness == 0 ? 0 : slope[i] / steepness);
    }
    var most = 0.05 * norm(along);
    return checkStep(at, hook, x, slope, most, across ? direction : along);
  }

  private static boolean checkStep(
      Case at, HookPoint hook, Activations x, float[] slope, double most, double... direction)
      throws RequestException {
    var steepness = norm(slope) * norm(direction);
    var step = Math.min(STEP / steepness, most / norm(direction));
    var rise = 0.0;
    for (var i = 0; i < slope.length; i++) {
      rise += slope[i] * direction[i];
    }
    var close = false;
    // Where a limit has a corner, only a smaller step may be small enough.
    for (var size = step; !close && size > step / 20; size /= 4) {
      var up = at.value(List.of(moved(hook, x, size, direction)));
      var down = at.value(List.of(moved(hook, x, -size, direction)));
      close = Math.abs(2 * size * rise - (up - down)) <= BEND * 2 * size * steepness + NOISE;
    }
    assertTrue(close, hook + " " + at.objective);
    return 2 * step * steepness > 10 * NOISE;
  }

  private static Intervention moved(
      HookPoint hook, Activations x, double step, double... direction) {
    var values = x.toArray();
    for (var i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] + step * direction[i]);
    }
    return new Intervention.Replace(
        Target.all(hook), Activations.wrap(x.axes(), x.shape(), values));
  }

  private static double norm(double... values) {
    var sum = 0.0;
    for (var value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  private static double norm(float... values) {
    var sum = 0.0;
    for (var value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
