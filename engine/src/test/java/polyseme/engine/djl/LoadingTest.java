// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.Models;
import polyseme.engine.OpenOptions;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.checkpoint.ProcessedWeights;
import polyseme.engine.checkpoint.WeightShapes;
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
  void everyTensorIsReportedOnceInBytes(String model) throws Exception {
    var seen = new ArrayList<Long>();
    var totals = new ArrayList<Long>();
    Progress progress =
        (step, done, total, unit) -> {
          assertEquals("Loading weights in bytes", step + " in " + unit);
          seen.add(done);
          totals.add(total);
        };
    var folder = ModelFolder.read(Golden.resource(model));
    DjlModels.open(folder, OpenOptions.defaults(), progress).close();
    var bytes = 0L;
    var tensors = 0;
    for (var weight : WeightShapes.of(folder.config()).entrySet()) {
      if (!model.equals("gpt2") || !weight.getKey().equals("unembed.W_U")) { // tied there
        bytes += weight.getValue().stream().reduce(Float.BYTES, (a, b) -> a * b);
        tensors++;
      }
    }
    assertEquals(bytes, seen.getLast());
    assertEquals(tensors, seen.size());
    assertEquals(Set.of(bytes), Set.copyOf(totals));
    assertEquals(seen.stream().sorted().distinct().toList(), seen);
  }

  @Test
  void loadingStopsWhenAsked() throws Exception {
    var progress =
        new Progress() {
          private int reports;

          @Override
          public void report(String step, long done, long total, String unit) {
            reports++;
          }

          @Override
          public boolean cancelled() {
            return reports == 5;
          }
        };
    var folder = folder();
    assertThrows(
        CancellationException.class,
        () -> DjlModels.open(folder, OpenOptions.defaults(), progress));
    assertEquals(5, progress.reports);
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
          () ->
              new DjlModels.Loading(weights, manager, Progress.NONE)
                  .model(folder, tokenizer, same -> same));
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

  @Test
  void aModelTooLargeForTheMachineIsRefusedBeforeItIsLoaded() throws Exception {
    System.setProperty("polyseme.memory.free", "100000");
    try {
      Progress never =
          (step, _, _, _) -> {
            throw new AssertionError(step);
          };
      var refused =
          assertThrows(
              CheckpointException.class,
              () -> Models.open(Golden.resource("solu-2l"), OpenOptions.defaults(), never));
      assertEquals("solu-2l needs 0.3 MB of memory, and 0.1 MB are free.", refused.what());
    } finally {
      System.clearProperty("polyseme.memory.free");
    }
  }

  @Test
  void filesThatChangeWhileTheyAreLoadedAreRefused(@TempDir Path temp) throws Exception {
    var folder = temp.resolve("solu-2l");
    Files.createDirectories(folder);
    for (var name : List.of("config.json", "tokenizer.json", "tokenizer_config.json")) {
      Files.copy(Golden.resource("solu-2l").resolve(name), folder.resolve(name));
    }
    var weights = folder.resolve("model_final.pth");
    var bytes = Files.readAllBytes(Golden.resource("solu-2l").resolve("model_final.pth"));
    Files.write(weights, bytes);
    var written = Files.getLastModifiedTime(weights);
    var reports = new AtomicInteger();
    Progress progress =
        (_, _, _, _) -> {
          if (reports.incrementAndGet() == 5) {
            rewrite(weights, bytes, written);
          }
        };
    var refused =
        assertThrows(
            CheckpointException.class, () -> Models.open(folder, OpenOptions.defaults(), progress));
    assertTrue(refused.what().contains("changed while the model was opened"), refused.what());
    try (var model = Models.open(folder, Progress.NONE)) {
      assertEquals(ModelFolder.read(folder).digest(), model.folder().digest());
      assertEquals(64, model.folder().digest().length());
    }
  }

  // The same length and, as far as a program can tell, the same time: only the system's own time of
  // change, or that of the modification, gives it away.
  private static void rewrite(Path file, byte[] bytes, FileTime time) {
    try {
      Files.write(file, bytes);
      var unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
      Files.setLastModifiedTime(file, unix ? time : FileTime.from(time.toInstant().plusSeconds(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
