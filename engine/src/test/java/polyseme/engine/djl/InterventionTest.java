// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.GlobalSite;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.Places;
import polyseme.engine.hook.Target;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.tensor.Axis;
import polyseme.engine.tensor.FloatVector;

/// What interventions do, on gelu-2l.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InterventionTest {

  private static List<HookPoint> changeable(HookedModel model) {
    var tokens = new HookPoint.Global(GlobalSite.TOKENS);
    return model.hooks().stream().filter(hook -> !hook.equals(tokens)).toList();
  }

  private static final String POST = "blocks.0.mlp.hook_post";
  private static final String OUT = "blocks.0.hook_mlp_out";
  private static final String SCORES = "blocks.1.attn.hook_attn_scores";
  private static final String PATTERN = "blocks.1.attn.hook_pattern";
  private static final int NEURON = 50;

  private HookedModel model;
  private TokenBatch tokens;

  @BeforeAll
  void open() throws Exception {
    model = Opened.model("gelu-2l");
    tokens = Opened.tokens(model, "def f(x): return x");
  }

  @AfterAll
  void close() {
    model.close();
  }

  private static Target target(String hook, int head, int index, int position) {
    return new Target(Opened.hook(hook), head, index, position);
  }

  private static Target neuron() {
    return target(POST, Target.ALL, NEURON, Target.ALL);
  }

  private float[] at(String hook, Intervention... changes) throws Exception {
    return Opened.at(model, tokens, hook, changes);
  }

  /// Sums in another order, hence 1e-5.
  @Test
  void zeroingANeuronRemovesItsOutputRow() throws Exception {
    var post = at(POST);
    var before = at(OUT);
    var after = at(OUT, new Intervention.Zero(neuron()));
    var row = model.outputWeights(0).row(NEURON);
    var dims = model.config().dims();
    for (var pos = 0; pos < tokens.width(); pos++) {
      for (var i = 0; i < dims.dModel(); i++) {
        var removed = post[pos * dims.dMlp() + NEURON] * row.get(i);
        var at = pos * dims.dModel() + i;
        assertEquals(before[at] - removed, after[at], 1e-5f);
      }
    }
  }

  @Test
  void onlyTheTargetChanges() throws Exception {
    var before = at(POST);
    var after = at(POST, new Intervention.SetTo(target(POST, Target.ALL, NEURON, 3), 7));
    before[3 * model.config().dims().dMlp() + NEURON] = 7;
    assertArrayEquals(before, after);
  }

  @Test
  void onlyTheHeadChanges() throws Exception {
    var z = "blocks.0.attn.hook_z";
    var before = at(z);
    var after = at(z, new Intervention.Zero(target(z, 1, Target.ALL, Target.ALL)));
    var dims = model.config().dims();
    var width = dims.nHeads() * dims.dHead();
    for (var i = 0; i < before.length; i++) {
      assertEquals(i % width / dims.dHead() == 1 ? 0 : before[i], after[i]);
    }
  }

  /// Every hook point, and head, coordinate and position by themselves and together.
  @Test
  void aTargetReachesItsCoordinatesAndNoOthers() throws Exception {
    for (var hook : changeable(model)) {
      var axes = hook.axes();
      var heads = axes.contains(Axis.HEAD) ? List.of(Target.ALL, 1) : List.of(Target.ALL);
      var indices = axes.getLast() == Axis.ONE ? List.of(Target.ALL, 0) : List.of(Target.ALL, 2);
      for (int head : heads) {
        for (int index : indices) {
          for (int position : List.of(Target.ALL, 3)) {
            checkReach(new Target(hook, head, index, position));
          }
        }
      }
      var some = Target.all(hook).at(Places.range(1, 4));
      checkReach(axes.getLast() == Axis.ONE ? some : some.ofIndices(Places.of(0, 2, 5)));
    }
  }

  private void checkReach(Target target) throws Exception {
    var hook = target.hook();
    var request = ForwardRequest.capturing(tokens, Set.of(hook));
    var before = model.run(request).cache().get(hook);
    var expected = before.toArray();
    for (var at = 0; at < expected.length; at++) {
      var reached = true;
      var seen = true;
      var rest = at;
      var key = -1;
      for (var axis = hook.axes().size() - 1; axis >= 0; axis--) {
        var here = rest % before.shape().get(axis);
        rest /= before.shape().get(axis);
        reached &= axis < hook.axes().size() - 1 || target.indices().contains(here);
        switch (hook.axes().get(axis)) {
          case HEAD, KEY_VALUE_HEAD -> reached &= target.heads().contains(here);
          case POS -> reached &= target.positions().contains(here);
          case KEY_POS -> key = here;
          case QUERY_POS -> {
            reached &= target.positions().contains(here);
            seen = key <= here;
          }
          case BATCH, D_HEAD, D_QUERIES, D_KEYS, D_MODEL, D_MLP, D_VOCAB, ONE -> {}
        }
      }
      expected[at] = reached && seen ? 7 : expected[at];
    }
    assertArrayEquals(
        expected, at(hook.name(), new Intervention.SetTo(target, 7)), target::toString);
  }

  @Test
  void changesComposeInOrder() throws Exception {
    var after =
        at(
            POST,
            new Intervention.SetTo(neuron(), 2),
            new Intervention.Scale(neuron(), 3),
            new Intervention.Add(neuron(), FloatVector.of(0.5f)));
    assertEquals(6.5f, after[NEURON]);
    var other =
        at(
            POST,
            new Intervention.Add(neuron(), FloatVector.of(0.5f)),
            new Intervention.Scale(neuron(), 3),
            new Intervention.SetTo(neuron(), 2));
    assertEquals(2f, other[NEURON]);
  }

  @Test
  void addingADirectionAddsItAtEveryPosition() throws Exception {
    var hook = "blocks.1.hook_resid_pre";
    var direction = new float[model.config().dims().dModel()];
    direction[4] = 1.5f;
    var before = at(hook);
    var after =
        at(hook, new Intervention.Add(Target.all(Opened.hook(hook)), FloatVector.wrap(direction)));
    for (var i = 0; i < before.length; i++) {
      assertEquals(before[i] + (i % direction.length == 4 ? 1.5f : 0), after[i]);
    }
  }

  @Test
  void everyHookCanBeChangedAndChangesWhatFollows() throws Exception {
    var plain = Opened.logits(model, ForwardRequest.capturing(tokens, Set.of()));
    for (var hook : changeable(model)) {
      var scaled = new Intervention.Scale(Target.all(hook), 1.75f);
      var request =
          ForwardRequest.capturing(tokens, Set.of(hook)).withInterventions(List.of(scaled));
      var changed = Opened.logits(model, request);
      assertNotEquals(FloatVector.wrap(plain), FloatVector.wrap(changed), hook::name);
      assertNoNan(changed, hook.name());
      var before = at(hook.name());
      var after = at(hook.name(), scaled);
      for (var i = 0; i < before.length; i++) {
        assertEquals(before[i] * 1.75f, after[i], hook.name());
      }
    }
  }

  @Test
  void scaleByOneChangesNothingThatCanBeSeen() throws Exception {
    var plain = Opened.logits(model, ForwardRequest.capturing(tokens, Set.of()));
    for (var hook : changeable(model)) {
      var same = new Intervention.Scale(Target.all(hook), 1);
      var request = ForwardRequest.capturing(tokens, Set.of()).withInterventions(List.of(same));
      // A changed scale or head result is computed step by step, hence 1e-4.
      assertArrayEquals(plain, Opened.logits(model, request), 1e-4f, hook::name);
    }
  }

  @Test
  void maskedScoresStayMaskedWhateverHappens() throws Exception {
    var all = Target.all(Opened.hook(SCORES));
    for (var change :
        List.of(
            new Intervention.Zero(all),
            new Intervention.SetTo(all, 3),
            new Intervention.Scale(all, 0),
            new Intervention.Scale(all, -2))) {
      var width = tokens.width();
      var scores = at(SCORES, change);
      var pattern = at(PATTERN, change);
      for (var i = 0; i < scores.length; i++) {
        var masked = i % width > i / width % width;
        assertEquals(masked, scores[i] == Float.NEGATIVE_INFINITY);
        assertEquals(masked ? 0 : pattern[i], pattern[i]);
      }
      assertNoNan(pattern, change.toString());
    }
  }

  @Test
  void zeroedScoresAttendEvenly() throws Exception {
    var pattern = at(PATTERN, new Intervention.Zero(Target.all(Opened.hook(SCORES))));
    var width = tokens.width();
    for (var query = 0; query < width; query++) {
      assertEquals(1f / (query + 1), pattern[query * width], 1e-6f);
    }
  }

  @Test
  void aFullyMaskedRowAttendsToNothing() throws Exception {
    var row = target(SCORES, 0, Target.ALL, 2);
    var pattern =
        at(
            PATTERN,
            new Intervention.SetTo(row, Float.NEGATIVE_INFINITY),
            new Intervention.Scale(row, 0));
    for (var key = 0; key < tokens.width(); key++) {
      assertEquals(0f, pattern[2 * tokens.width() + key]);
    }
  }

  @Test
  void aChangedPatternStaysCausal() throws Exception {
    var pattern = at(PATTERN, new Intervention.SetTo(target(PATTERN, 0, 5, Target.ALL), 1));
    var width = tokens.width();
    for (var query = 0; query < width; query++) {
      assertEquals(query < 5 ? 0 : 1, pattern[query * width + 5]);
    }
  }

  @Test
  void changesDoNotOutliveTheirPass() throws Exception {
    var before = at(OUT);
    at(OUT, new Intervention.Zero(Target.all(Opened.hook("hook_pos_embed"))));
    at(OUT, new Intervention.Scale(Target.all(Opened.hook("hook_embed")), 5));
    assertArrayEquals(before, at(OUT));
  }

  private static void assertNoNan(float[] values, String what) {
    for (var value : values) {
      assertFalse(Float.isNaN(value), what);
    }
  }
}
