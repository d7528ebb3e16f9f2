// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.Places;
import polyseme.engine.hook.Target;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.tensor.FloatVector;

/// The engine computes what loops over doubles compute, at every hook point, in every variant of a
/// decoder; and its hook points come in the order in which the loops arrive at them.
final class PlainForwardTest {

  /// Single precision over some twenty matrix products; a wrong term is a thousand times larger.
  private static final double ROUNDING = 1e-4;

  private static final int SEEDS = 150;
  private static final int[] IDS = {0, 17, 256, 3, 3, 99, 17};

  @TestFactory
  Stream<DynamicTest> everyVariantAgreesWithLoopsOverDoubles() {
    return Layouts.all().entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> agree(entry.getValue(), 7)));
  }

  @TestFactory
  Stream<DynamicTest> combinationsByChanceAgreeWithLoopsOverDoubles() {
    return LongStream.range(0, SEEDS)
        .mapToObj(seed ->
            DynamicTest.dynamicTest("seed " + seed, () -> agree(Layouts.random(seed), seed)));
  }

  @ParameterizedTest
  @EnumSource(ActivationFunction.class)
  void everyActivationFunctionAgreesWithItsFormula(ActivationFunction function) throws Exception {
    agree(Layouts.activation(Layouts.plain(), function, false), 3);
  }

  private static void agree(ModelConfig config, long seed) throws Exception {
    try (var weights = Widened.weights(config, seed);
        var model = Widened.open(config, seed)) {
      var expected = PlainForward.run(config, weights, IDS);
      var names = model.hooks().stream().map(HookPoint::name).toList();
      var order = new ArrayList<>(expected.keySet());
      assertEquals(PlainForward.LOGITS, order.removeLast());
      assertEquals(order, names);
      var request = ForwardRequest.capturing(TokenBatch.of(IDS), Set.copyOf(model.hooks()));
      var result = model.run(request.withLogits());
      for (var hook : model.hooks()) {
        compare(expected, hook.name(), result.cache().get(hook).toArray());
      }
      var logits = result.logits();
      assertNotNull(logits);
      compare(expected, PlainForward.LOGITS, logits.toArray());
      assertTrue(spread(expected.getOrDefault("unembed.hook_out", List.of())) > 1);
    }
  }

  private static void compare(Map<String, List<double[]>> expected, String name, float... actual) {
    var wanted =
        expected.getOrDefault(name, List.of()).stream().flatMapToDouble(Arrays::stream).toArray();
    assertEquals(wanted.length, actual.length, name);
    for (var i = 0; i < wanted.length; i++) {
      var tolerance =
          Double.isInfinite(wanted[i]) ? 0 : ROUNDING * Math.max(1, Math.abs(wanted[i]));
      assertEquals(wanted[i], actual[i], tolerance, name + " " + i);
    }
  }

  /// Norm, weight and bias of that head by hand; the other heads and the keys stay as they are.
  @Test
  void oneHeadProjectsItsOwnInput() throws Exception {
    var config = Layouts.plain();
    var at = HookPoint.parse("blocks.1.hook_q_input").orElseThrow();
    var x = HookPoint.parse("blocks.1.hook_resid_pre").orElseThrow();
    var q = HookPoint.parse("blocks.1.attn.hook_q").orElseThrow();
    var k = HookPoint.parse("blocks.1.attn.hook_k").orElseThrow();
    var direction = FloatVector.of(1, -2, 0.5f, 0, 0, 3, 0, 0, 0, -1, 0, 0.25f);
    var target = Target.all(at).ofHeads(Places.of(2)).at(Places.of(3));
    var request = ForwardRequest.capturing(TokenBatch.of(IDS), Set.of(x, q, k));
    var change = List.<Intervention>of(new Intervention.Add(target, direction));
    try (var weights = Widened.weights(config, 6);
        var model = Widened.open(config, 6)) {
      var before = model.run(request).cache();
      var after = model.run(request.withInterventions(change)).cache();
      var row = new double[12];
      Arrays.setAll(row, i -> (double) before.get(x).get(0, 3, i) + direction.get(i));
      var pass = new PlainPass(config, weights);
      var read = pass.norm("blocks.1.ln1", config.norm(), 12, false, List.of(row)).getFirst();
      var w = pass.weight("blocks.1.attn.W_Q");
      var b = pass.weight("blocks.1.attn.b_Q");
      for (var i = 0; i < 6; i++) {
        var expected = b[2 * 6 + i];
        for (var j = 0; j < 12; j++) {
          expected += read[j] * w[(2 * 12 + j) * 6 + i];
        }
        assertEquals(expected, after.get(q).get(0, 3, 2, i), 1e-5);
        assertEquals(before.get(q).get(0, 3, 1, i), after.get(q).get(0, 3, 1, i), 1e-5);
        assertEquals(before.get(q).get(0, 4, 2, i), after.get(q).get(0, 4, 2, i), 1e-5);
        assertEquals(before.get(k).get(0, 3, 2, i), after.get(k).get(0, 3, 2, i), 1e-5);
      }
    }
  }

  /// Numbers that are all alike would agree whatever is computed.
  private static double spread(List<double[]> rows) {
    var all = rows.stream().flatMapToDouble(Arrays::stream).summaryStatistics();
    return all.getMax() - all.getMin();
  }
}
