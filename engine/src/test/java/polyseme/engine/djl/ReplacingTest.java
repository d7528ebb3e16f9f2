// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import polyseme.engine.HookedModel;
import polyseme.engine.Layouts;
import polyseme.engine.Widened;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.Intervention.Over;
import polyseme.engine.hook.Places;
import polyseme.engine.hook.Target;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.tensor.Activations;
import polyseme.engine.tensor.Axis;
import polyseme.engine.tensor.FloatVector;

/// Means, replaced numbers and functions, on a batch whose rows differ in length.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReplacingTest {

  private static final TokenBatch BATCH =
      TokenBatch.ofRows(List.of(new int[] {0, 5, 6, 7, 8}, new int[] {0, 9, 10}));
  private static final HookPoint POST = HookPoint.post(1);
  private static final HookPoint PATTERN = Opened.hook("blocks.0.attn.hook_pattern");
  private static final HookPoint SCORES = Opened.hook("blocks.0.attn.hook_attn_scores");

  private HookedModel model;

  @BeforeAll
  void open() throws Exception {
    // Block 0 sees three positions, block 1 all before it.
    model = Widened.open(Layouts.all().getOrDefault("windows", Layouts.plain()), 3);
  }

  @AfterAll
  void close() {
    model.close();
  }

  private Activations at(HookPoint hook, Intervention... changes) throws Exception {
    return at(BATCH, hook, changes);
  }

  private Activations at(TokenBatch batch, HookPoint hook, Intervention... changes)
      throws Exception {
    var request = ForwardRequest.capturing(batch, Set.of(hook)).withInterventions(List.of(changes));
    return model.run(request).cache().get(hook);
  }

  private float[] logits(Intervention... changes) throws Exception {
    var request = ForwardRequest.capturing(BATCH, Set.of()).withInterventions(List.of(changes));
    return Opened.logits(model, request);
  }

  /// The sums are taken in 32 bits, hence 1e-6.
  @Test
  void aMeanIsTakenOverTheRealNumbersOfTheTarget() throws Exception {
    var before = at(POST);
    var target = Target.all(POST).at(Places.range(1, 3)).ofIndices(Places.of(4, 7));
    for (var over : Over.values()) {
      var after = at(POST, new Intervention.Mean(target, over));
      for (var row = 0; row < 2; row++) {
        for (var pos = 0; pos < 5; pos++) {
          for (var i = 0; i < before.shape().getLast(); i++) {
            var reached = pos >= 1 && pos <= 3 && (i == 4 || i == 7);
            var expected = reached ? mean(before, over, row, pos, i) : before.get(row, pos, i);
            if (pos < BATCH.length(row)) {
              assertEquals(expected, after.get(row, pos, i), 1e-6, over + " " + row + " " + pos);
            }
          }
        }
      }
    }
  }

  private static double mean(Activations x, Over over, int row, int pos, int i) {
    var sum = 0.0;
    var count = 0;
    for (var r = 0; r < 2; r++) {
      for (var p = 1; p <= Math.min(3, BATCH.length(r) - 1); p++) {
        var counts =
            switch (over) {
              case POSITIONS -> r == row;
              case BATCH -> p == pos;
              case POSITIONS_AND_BATCH -> true;
            };
        if (counts) {
          sum += x.get(r, p, i);
          count++;
        }
      }
    }
    return sum / count;
  }

  @Test
  void aMeanOfAPatternCountsOnlyWhatIsSeen() throws Exception {
    var before = at(PATTERN);
    var after = at(PATTERN, new Intervention.Mean(Target.all(PATTERN), Over.POSITIONS));
    for (var query = 0; query < 5; query++) {
      for (var key = 0; key < 5; key++) {
        var expected = 0.0;
        if (key <= query && query - key < 3) {
          var last = Math.min(4, key + 2);
          for (var q = key; q <= last; q++) {
            expected += before.get(0, 2, q, key) / (last - key + 1);
          }
        }
        assertEquals(expected, after.get(0, 2, query, key), 1e-6, query + " " + key);
      }
    }
    var scores = at(SCORES, new Intervention.Mean(Target.all(SCORES), Over.POSITIONS_AND_BATCH));
    for (var value : scores.toArray()) {
      assertTrue(!Float.isNaN(value) && value != Float.POSITIVE_INFINITY);
    }
  }

  @Test
  void aWindowStaysClosed() throws Exception {
    var all = Target.all(PATTERN);
    for (var change :
        List.of(
            new Intervention.SetTo(all, 1),
            new Intervention.Replace(all, ones(PATTERN)),
            new Intervention.Apply(all, _ -> ones(PATTERN)))) {
      var pattern = at(PATTERN, change);
      for (var query = 0; query < 5; query++) {
        for (var key = 0; key < 5; key++) {
          var seen = key <= query && query - key < 3;
          assertEquals(seen ? 1 : 0, pattern.get(1, 0, query, key));
        }
      }
    }
  }

  private Activations ones(HookPoint hook) {
    var table = new HookTable(model.config());
    var shape = hook.axes().stream().map(axis -> table.length(axis, 2, 5)).toList();
    var values = new float[shape.stream().reduce(1, Math::multiplyExact)];
    Arrays.fill(values, 1);
    return Activations.wrap(hook.axes(), shape, values);
  }

  @Test
  void replacingByWhatStandsThereChangesNothing() throws Exception {
    var plain = logits();
    for (var hook : model.hooks()) {
      if (!hook.equals(RequestCheck.TOKENS)) {
        var same = new Intervention.Replace(Target.all(hook), at(hook));
        // A changed scale or head result is computed step by step, hence 1e-4.
        assertArrayEquals(plain, logits(same), 1e-4f, hook::name);
        var applied = new Intervention.Apply(Target.all(hook), x -> x);
        assertArrayEquals(plain, logits(applied), 1e-4f, hook::name);
      }
    }
  }

  /// Patching the last residual stream of another text in gives the logits of that text.
  @Test
  void patchingEverythingGivesTheOtherText() throws Exception {
    var other = TokenBatch.of(0, 11, 12, 13, 14, 15, 16);
    var hook = Opened.hook("blocks.2.hook_resid_post");
    var stream = at(other, hook);
    var expected = Opened.logits(model, ForwardRequest.capturing(other, Set.of()));
    var patched = logits(new Intervention.Replace(Target.all(hook), stream));
    var width = model.config().dims().dVocab();
    for (var row = 0; row < 2; row++) {
      for (var i = 0; i < 5 * width; i++) {
        assertEquals(expected[i], patched[row * 5 * width + i], 1e-4f);
      }
    }
  }

  @Test
  void patchingAtAPositionChangesNoneBefore() throws Exception {
    var hook = Opened.hook("blocks.1.hook_resid_pre");
    var other = at(TokenBatch.of(0, 11, 12, 13), hook);
    var target = Target.all(hook).at(Places.of(3)).inRows(Places.of(0));
    var change = new Intervention.Replace(target, other);
    var after = at(hook, change);
    var before = at(hook);
    for (var pos = 0; pos < 5; pos++) {
      assertEquals(pos == 3 ? other.get(0, 3, 2) : before.get(0, pos, 2), after.get(0, pos, 2));
      assertEquals(before.get(1, pos, 2), after.get(1, pos, 2));
    }
    var plain = logits();
    var patched = logits(change);
    var width = model.config().dims().dVocab();
    for (var i = 0; i < 3 * width; i++) {
      assertEquals(plain[i], patched[i], 1e-5f);
    }
    assertTrue(Math.abs(plain[3 * width] - patched[3 * width]) > 1e-3);
  }

  @Test
  void aFunctionTakesTheBlockOfItsTarget() throws Exception {
    var z = Opened.hook("blocks.1.attn.hook_z");
    var target = new Target(z, Places.of(1), Places.of(0, 2), Places.of(1, 3), Places.range(2, 4));
    var before = at(z);
    var after =
        at(
            z,
            new Intervention.Apply(
                target,
                block -> {
                  assertEquals(List.of(1, 2, 2, 3), block.shape());
                  assertEquals(z.axes(), block.axes());
                  assertEquals(before.get(1, 2, 3, 4), block.get(0, 1, 1, 2));
                  var values = block.toArray();
                  for (var i = 0; i < values.length; i++) {
                    values[i] = 100 + i;
                  }
                  return Activations.wrap(block.axes(), block.shape(), values);
                }));
    assertEquals(100 + 11, after.get(1, 2, 3, 4));
    assertEquals(100 + 3, after.get(1, 0, 3, 2));
    assertEquals(before.get(1, 1, 3, 2), after.get(1, 1, 3, 2));
    assertEquals(before.get(0, 0, 3, 2), after.get(0, 0, 3, 2));
  }

  @Test
  void aFunctionMustKeepTheShape() throws Exception {
    var arrays = ((DjlHookedModel) model).arrays();
    var shorter =
        new Intervention.Apply(
            Target.all(POST), _ -> Activations.wrap(List.of(Axis.POS), List.of(1), new float[1]));
    assertThrows(IllegalArgumentException.class, () -> logits(shorter));
    assertEquals(arrays, ((DjlHookedModel) model).arrays());
  }

  @Test
  void vectorsFollowTheCoordinatesOfTheTarget() throws Exception {
    var target = Target.all(POST).ofIndices(Places.of(9, 2)).inRows(Places.of(0));
    var before = at(POST);
    var set = at(POST, new Intervention.SetToVector(target, FloatVector.of(3, 4)));
    var added = at(POST, new Intervention.Add(target, FloatVector.of(3, 4)));
    for (var pos = 0; pos < 5; pos++) {
      assertEquals(3, set.get(0, pos, 2));
      assertEquals(4, set.get(0, pos, 9));
      assertEquals(before.get(0, pos, 3), set.get(0, pos, 3));
      assertEquals(before.get(1, pos, 2), set.get(1, pos, 2));
      assertEquals(before.get(0, pos, 9) + 4, added.get(0, pos, 9));
      assertEquals(before.get(0, pos, 3), added.get(0, pos, 3));
    }
  }

  /// A sequence of changes by chance does what the same changes do one after the other by hand.
  @Test
  void changesComposeInAnyOrder() throws Exception {
    var random = new SplittableRandom(11);
    for (var times = 0; times < 40; times++) {
      var expected = at(POST).toArray();
      var changes = new ArrayList<Intervention>();
      for (var i = 0; i < 4; i++) {
        var place = Places.of(random.nextInt(5));
        var index = random.nextInt(20);
        var target = Target.all(POST).at(place).ofIndices(Places.of(index));
        var number = (float) random.nextDouble();
        var change =
            switch (random.nextInt(4)) {
              case 0 -> new Intervention.SetTo(target, number);
              case 1 -> new Intervention.Scale(target, number);
              case 2 -> new Intervention.Add(target, FloatVector.of(number));
              default -> new Intervention.Zero(target);
            };
        changes.add(change);
        for (var row = 0; row < 2; row++) {
          var at = (row * 5 + place.greatest()) * 20 + index;
          expected[at] =
              switch (change) {
                case Intervention.SetTo _ -> number;
                case Intervention.Scale _ -> expected[at] * number;
                case Intervention.Add _ -> expected[at] + number;
                default -> 0;
              };
        }
      }
      assertArrayEquals(expected, at(POST, changes.toArray(Intervention[]::new)).toArray());
    }
  }
}
