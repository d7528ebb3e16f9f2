// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.Target;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.task.Workers;

/// Streaming: what is handed on is not kept, and nothing is computed that nobody asked for.
final class StreamingTest {

  private static final TokenBatch BATCH = TokenBatch.ofRows(Collections.nCopies(8, new int[60]));
  private static final int BATCHES = 400;

  /// Kept, the neurons of all batches would take 200 MB.
  @Test
  @EnabledOnOs(OS.LINUX)
  void memoryDoesNotGrowWithTheNumberOfBatches() throws Exception {
    try (var model = (DjlHookedModel) Opened.model("solu-2l")) {
      var request = ForwardRequest.capturing(BATCH, Set.of(HookPoint.post(0), HookPoint.post(1)));
      var arrays = model.arrays();
      var seen = new AtomicLong();
      for (var i = 0; i < 50; i++) {
        model.stream(request, (_, values) -> seen.addAndGet(values.remaining()));
      }
      var before = resident();
      for (var i = 0; i < BATCHES; i++) {
        model.stream(request, (_, values) -> seen.addAndGet(values.remaining()));
      }
      var grown = resident() - before;
      assertEquals((50L + BATCHES) * 2 * 8 * 60 * 128, seen.get());
      assertEquals(arrays, model.arrays());
      assertTrue(grown < 40_000_000, grown + " bytes");
    }
  }

  private static long resident() throws IOException {
    System.gc();
    var pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1];
    return Long.parseLong(pages) * 4096;
  }

  /// A function behind the last hook point asked for would fail if it were ever called.
  @Test
  void thePassEndsAfterTheLastHookAskedFor() throws Exception {
    try (var model = Opened.model("solu-2l")) {
      var hooks = model.hooks();
      for (var i = 0; i + 1 < hooks.size(); i++) {
        var next = Target.all(hooks.get(i + 1));
        var trap =
            new Intervention.Apply(
                next,
                _ -> {
                  throw new UnsupportedOperationException(next.hook().name());
                });
        var request =
            ForwardRequest.capturing(TokenBatch.of(0, 5, 6), Set.of(hooks.get(i)))
                .withInterventions(List.of(trap));
        var seen = new ArrayList<HookPoint>();
        model.stream(request, (hook, _) -> seen.add(hook));
        assertEquals(List.of(hooks.get(i)), seen);
        // With the logits wanted, the trap lies on the way.
        assertThrows(UnsupportedOperationException.class, () -> model.run(request.withLogits()));
      }
    }
  }

  /// Each thread gets what it asked for, from the same weights: not one array more lives
  /// afterwards.
  @Test
  void threadsShareOneSetOfWeights() throws Exception {
    try (var model = (DjlHookedModel) Opened.model("solu-2l");
        var workers = new Workers(4)) {
      var arrays = model.arrays();
      var alone = new ArrayList<Double>();
      for (var text = 0; text < 24; text++) {
        alone.add(sum(model, text));
      }
      var tasks =
          IntStream.range(0, 24)
              .mapToObj(text -> (Callable<Double>) () -> sum(model, text))
              .toList();
      assertEquals(alone, workers.all(tasks));
      assertEquals(arrays, model.arrays());
    }
  }

  private static double sum(DjlHookedModel model, int text) throws Exception {
    var sums = new ArrayList<Double>();
    var ids = IntStream.range(0, 20).map(i -> (text * 31 + i * 7) % 500).toArray();
    var request = ForwardRequest.capturing(TokenBatch.of(ids), Set.of(HookPoint.post(text % 2)));
    model.stream(
        request,
        (_, values) -> {
          var sum = 0.0;
          while (values.hasRemaining()) {
            sum += values.get();
          }
          sums.add(sum);
        });
    return sums.getFirst();
  }
}
