// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.StoreException;

/// A scan in parts and with interruptions has the bytes of one run.
class ScanPartsTest {

  private static final ScanOptions OPTIONS = TestOptions.of(5, 0, 2, 50, 42, 2);

  private static final int DOCUMENTS = 400;

  /// Questions whether to stop: one a document while reading, one a batch in the pilot.
  private static final int BEFORE_SHARDS = questionsBeforeShards();

  private static int questionsBeforeShards() {
    var windows =
        corpus().documents().stream()
            .mapToInt(d -> Math.ceilDiv(bytes(d.text()), FakeModel.CONTEXT - 1))
            .sum();
    return DOCUMENTS + Math.ceilDiv(windows, 2) + 20;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @TempDir private Path folder;

  private static ListCorpus corpus() {
    return ListCorpus.random(23, DOCUMENTS);
  }

  private Path scan(ScanTarget target, Progress progress) throws PolysemeException {
    Scanner.scan(new FakeModel(true), corpus(), OPTIONS, target, "test", progress);
    return target.into();
  }

  private Path part(int part, int parts) throws PolysemeException {
    var into = folder.resolve("part" + part + "of" + parts);
    return scan(new ScanTarget(into, part, parts, ScanTarget.Begun.REFUSE), Progress.NONE);
  }

  private Path whole() throws PolysemeException {
    return scan(ScanTarget.of(folder.resolve("whole")), Progress.NONE);
  }

  private static void assertSame(Path expected, Path actual) throws IOException {
    for (var name : List.of("scan.json", "neurons.psc", "tokens.bin", "documents.bin")) {
      var bytes = Files.readAllBytes(actual.resolve(name));
      assertArrayEquals(Files.readAllBytes(expected.resolve(name)), bytes, name);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7})
  void partsInAnyOrderMakeTheWhole(int parts) throws PolysemeException, IOException {
    var folders = new ArrayList<Path>();
    for (var i = 0; i < parts; i++) {
      folders.add(part(i, parts));
    }
    Collections.shuffle(folders, new Random(parts));
    var merged = folder.resolve("merged");
    ScanMerge.merge(folders, merged, Progress.NONE);
    assertSame(whole(), merged);
    Scans.open(merged).close();
  }

  /// So a part may have nothing to do.
  @Test
  void morePartsThanShardsMakeTheWholeToo() throws PolysemeException, IOException {
    var corpus = ListCorpus.random(23, 12);
    var folders = new ArrayList<Path>();
    for (var i = 0; i < 4; i++) {
      var into = folder.resolve("small" + i);
      var target = new ScanTarget(into, i, 4, ScanTarget.Begun.REFUSE);
      Scanner.scan(new FakeModel(true), corpus, OPTIONS, target, "test", Progress.NONE);
      folders.add(into);
    }
    var whole = folder.resolve("whole");
    Scanner.scan(new FakeModel(true), corpus, OPTIONS, whole, "test", Progress.NONE).close();
    var merged = folder.resolve("merged");
    ScanMerge.merge(folders, merged, Progress.NONE);
    assertSame(whole, merged);
  }

  @Test
  void missingAndDoubledPartsAreNamed() throws PolysemeException {
    var first = part(0, 3);
    var last = part(2, 3);
    var into = folder.resolve("merged");
    var missing =
        assertThrows(
            OutputException.class,
            () -> ScanMerge.merge(List.of(first, last), into, Progress.NONE));
    assertTrue(missing.what().contains("shards are missing: "), missing.what());
    var twice =
        assertThrows(
            StoreException.class,
            () -> ScanMerge.merge(List.of(first, first), into, Progress.NONE));
    assertTrue(twice.what().contains("another part holds too"), twice.what());
    assertFalse(Files.exists(into));
  }

  @Test
  void partsOfAnotherScanAreRefused() throws PolysemeException {
    var first = part(0, 2);
    var foreign = folder.resolve("foreign");
    Scanner.scan(
        new FakeModel(true),
        corpus(),
        OPTIONS.withSeed(43),
        new ScanTarget(foreign, 1, 2, ScanTarget.Begun.REFUSE),
        "test",
        Progress.NONE);
    var refused =
        assertThrows(
            StoreException.class,
            () -> ScanMerge.merge(List.of(first, foreign), folder.resolve("m"), Progress.NONE));
    assertTrue(refused.what().contains("not parts of the same scan"), refused.what());
  }

  @Test
  void partIsNoScan() throws PolysemeException {
    var part = part(0, 2);
    var refused = assertThrows(StoreException.class, () -> Scans.open(part));
    assertEquals("Put all parts together first: polyseme merge.", refused.remedy());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void interruptedManyTimesItEndsWithTheSameBytes(long seed) throws Exception {
    var random = new Random(seed);
    var into = folder.resolve("scan");
    var interruptions = 0;
    for (var done = false; !done; ) {
      // what comes before the shards is not done in steps, and asks so often
      var before = interruptions == 0 ? BEFORE_SHARDS : 0;
      var left = new AtomicLong(before + 40 + random.nextInt(60));
      try {
        scan(ScanTarget.resuming(into), new Stopping(left));
        done = true;
      } catch (CancellationException stopped) {
        interruptions++;
      }
    }
    assertTrue(interruptions > 0);
    assertSame(whole(), into);
    assertFalse(Files.exists(folder.resolve("scan.unfinished")));
  }

  /// Cancels after a number of questions.
  private record Stopping(AtomicLong left) implements Progress {

    @Override
    public void report(String step, long done, long total, String unit) {}

    @Override
    public boolean cancelled() {
      return left.decrementAndGet() < 0;
    }
  }

  private void interrupt(Path into) {
    assertThrows(
        CancellationException.class,
        () -> scan(ScanTarget.resuming(into), new Stopping(new AtomicLong(BEFORE_SHARDS + 150))));
    assertTrue(Files.isDirectory(Scanner.unfinished(into)));
  }

  @Test
  void unfinishedScanIsNeitherLostNorMixedWithAnother() throws PolysemeException {
    var into = folder.resolve("scan");
    interrupt(into);
    var begun = assertThrows(OutputException.class, () -> scan(ScanTarget.of(into), Progress.NONE));
    assertTrue(begun.what().startsWith("There is an unfinished scan"), begun.what());
    for (var changed :
        List.of("the model", "the corpus", "the settings", "the program's version")) {
      var refused = assertThrows(OutputException.class, () -> resumeWith(changed, into));
      assertTrue(refused.what().contains(changed + " changed since"), refused.what());
    }
    Scanner.discard(into);
    assertFalse(Files.exists(Scanner.unfinished(into)));
  }

  private static void resumeWith(String changed, Path into) throws PolysemeException {
    var isModel = changed.equals("the model");
    Scanner.scan(
        isModel ? new FakeModel(true).digested("1") : new FakeModel(true),
        changed.equals("the corpus") ? ListCorpus.random(24, DOCUMENTS) : corpus(),
        changed.equals("the settings") ? OPTIONS.withTopK(6) : OPTIONS,
        ScanTarget.resuming(into),
        changed.startsWith("the program") ? "newer" : "test",
        Progress.NONE);
  }

  @Test
  void growingScanCanBeLookedAt() throws PolysemeException, IOException {
    var into = folder.resolve("scan");
    interrupt(into);
    var view = folder.resolve("view");
    assertTrue(GrowingScan.view(into, view));
    var all = corpus().documents().stream().mapToLong(d -> d.text().length()).sum();
    try (var scan = Scans.open(view)) {
      var count = scan.stats(4).count();
      assertTrue(count > 0 && count < all, count + " of " + all);
      assertEquals(scan.profilePositions().size(), scan.activationProfiles().columns());
      assertFalse(scan.profile(scan.neurons().id(4)).examples().highest().isEmpty());
    }
    scan(ScanTarget.resuming(into), Progress.NONE);
    assertSame(whole(), into);
  }

  @Test
  void nothingFinishedIsNothingToLookAt() throws PolysemeException {
    assertFalse(GrowingScan.view(folder.resolve("none"), folder.resolve("view")));
  }
}
