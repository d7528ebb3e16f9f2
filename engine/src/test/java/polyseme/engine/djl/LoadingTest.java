// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.OpenOptions;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.checkpoint.ProcessedWeights;
import polyseme.engine.checkpoint.WeightTensor;
import polyseme.engine.model.Processing;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.task.Progress;

/// Loading tells how far it is, stops when asked, and leaves nothing behind when it fails.
final class LoadingTest {

  private static ModelFolder folder() throws CheckpointException {
    return ModelFolder.read(Golden.resource("solu-2l"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"solu-2l", "gpt2"})
  void everyTensorIsReportedOnce(String model) throws Exception {
    var seen = new ArrayList<Long>();
    var totals = new ArrayList<Long>();
    Progress progress =
        (_, done, total, _) -> {
          seen.add(done);
          totals.add(total);
        };
    var folder = ModelFolder.read(Golden.resource(model));
    DjlModels.open(folder, OpenOptions.defaults(), progress).close();
    assertEquals(seen.getLast(), totals.getLast());
    for (var i = 0; i < seen.size(); i++) {
      assertEquals(i + 1L, seen.get(i));
    }
  }

  @Test
  void loadingStopsWhenAsked() throws Exception {
    var progress =
        new Progress() {
          private long done;

          @Override
          public void report(String step, long done, long total, String unit) {
            this.done = done;
          }

          @Override
          public boolean cancelled() {
            return done == 5;
          }
        };
    var folder = folder();
    assertThrows(
        CancellationException.class,
        () -> DjlModels.open(folder, OpenOptions.defaults(), progress));
    assertEquals(5, progress.done);
  }

  @Test
  void aFailureHalfWayClosesWhatWasLoaded() throws Exception {
    var folder = folder();
    try (var tokenizer = DjlTokenizer.open(folder.tokenizerFile(), "");
        var weights =
            ProcessedWeights.of(
                new Failing(ModelWeights.open(folder)), folder.config(), Processing.NONE)) {
      var manager = NativeEngine.start();
      assertTrue(manager.isOpen());
      assertThrows(
          CheckpointException.class,
          () -> DjlModels.open(folder, weights, tokenizer, Progress.NONE, manager));
      assertFalse(manager.isOpen());
    }
  }

  private record Failing(ModelWeights weights) implements ModelWeights {
    @Override
    public WeightTensor read(String name) throws CheckpointException {
      if (name.equals("blocks.1.attn.W_V")) {
        throw new CheckpointException("no", "none");
      }
      return weights.read(name);
    }

    @Override
    public List<String> names() {
      return weights.names();
    }

    @Override
    public long parameters() {
      return weights.parameters();
    }

    @Override
    public List<String> unused() {
      return weights.unused();
    }

    @Override
    public void close() {
      weights.close();
    }
  }
}
