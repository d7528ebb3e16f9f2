// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.analysis.corpus.Document;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.CorpusException;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.RequestException;

/// How a scan runs: in how many workers, until when, and what it leaves behind.
class ScanRunTest {

  private static final ScanOptions OPTIONS = TestOptions.of(5, 0, 3, 50, 42, 2);
  private static final List<String> COMPARED =
      List.of("scan.json", "neurons.psc", "tokens.bin", "documents.bin");

  @TempDir private Path folder;

  private Path scan(String name, float poison, ListCorpus corpus, ScanOptions options)
      throws PolysemeException {
    return scan(name, poison, corpus, options, Progress.NONE);
  }

  private Path scan(
      String name, float poison, ListCorpus corpus, ScanOptions options, Progress progress)
      throws PolysemeException {
    var into = folder.resolve(name);
    Scanner.scan(new FakeModel(true, poison), corpus, options, into, "test", progress).close();
    return into;
  }

  private void assertNothingIn(Path place) throws IOException {
    try (var entries = Files.list(place)) {
      assertEquals(List.of(), entries.toList());
    }
  }

  @Test
  void bytesAreTheSameForAnyNumberOfWorkers() throws PolysemeException, IOException {
    var corpus = ListCorpus.random(17, 300);
    var one = scan("one", 0, corpus, OPTIONS.withWorkers(1));
    for (var workers : List.of(2, 3, 7)) {
      var many = scan("many", 0, corpus, OPTIONS.withWorkers(workers));
      for (var file : COMPARED) {
        assertArrayEquals(
            Files.readAllBytes(one.resolve(file)), Files.readAllBytes(many.resolve(file)), file);
      }
    }
  }

  @Test
  void whatAKilledProgramLeftIsTakenAwayAndWhatARunningOneFillsIsNot() throws Exception {
    var gone = Files.createDirectory(folder.resolve(".one.part-gone"));
    Files.createFile(gone.resolve("tokens.bin"));
    Files.createFile(gone.resolve(UnfinishedMark.NAME));
    var running = Files.createDirectory(folder.resolve(".one.part-running"));
    var other = Files.createDirectory(folder.resolve(".one.part-other"));
    try (var _ = UnfinishedMark.in(running)) {
      scan("one", 0, ListCorpus.random(3, 30), OPTIONS);
      assertTrue(Files.exists(running.resolve(UnfinishedMark.NAME)));
    }
    assertFalse(Files.exists(gone));
    assertTrue(Files.exists(other), "without a mark nobody knows whose it is");
    assertFalse(Files.exists(folder.resolve("one").resolve(UnfinishedMark.NAME)));
  }

  @Test
  void seedChangesThePositionsOfTheProfilesOnly() throws PolysemeException {
    var corpus = ListCorpus.random(17, 60);
    try (var one = Scans.open(scan("one", 0, corpus, OPTIONS));
        var other = Scans.open(scan("other", 0, corpus, OPTIONS.withSeed(43)))) {
      assertFalse(one.profilePositions().equals(other.profilePositions()));
      assertEquals(one.stats(4), other.stats(4));
    }
  }

  @Test
  void progressCountsEveryTokenAndNeverGoesBack() throws PolysemeException {
    var last = new AtomicLong();
    var total = new AtomicLong();
    Progress progress =
        (step, done, all, _) -> {
          if (step.equals("Scanning")) {
            assertTrue(done > last.getAndSet(done));
            total.set(all);
          }
        };
    scan("scan", 0, ListCorpus.random(2, 80), OPTIONS, progress);
    assertEquals(total.get(), last.get());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 30, 82, 90})
  void cancelledScanGoesOnToTheSameBytes(long calls) throws PolysemeException, IOException {
    var left = new AtomicLong(calls);
    var progress =
        new Progress() {
          @Override
          public void report(String step, long done, long total, String unit) {}

          @Override
          public boolean cancelled() {
            return left.decrementAndGet() < 0;
          }
        };
    var corpus = ListCorpus.random(2, 80);
    assertThrows(CancellationException.class, () -> scan("scan", 0, corpus, OPTIONS, progress));
    assertFalse(Files.exists(folder.resolve("scan")));
    var target = ScanTarget.resuming(folder.resolve("scan"));
    Scanner.scan(new FakeModel(true, 0), corpus, OPTIONS, target, "test", Progress.NONE);
    assertSame(scan("whole", 0, corpus, OPTIONS), folder.resolve("scan"));
    assertFalse(Files.exists(folder.resolve("scan.unfinished")));
  }

  private static void assertSame(Path expected, Path actual) throws IOException {
    for (var name : List.of("scan.json", "neurons.psc", "tokens.bin", "documents.bin")) {
      assertArrayEquals(
          Files.readAllBytes(expected.resolve(name)),
          Files.readAllBytes(actual.resolve(name)),
          name);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void activationThatIsNoNumberIsRefusedWithItsPlace(float poison) throws IOException {
    var corpus =
        new ListCorpus(
            List.of(new Document("a", "harmless", Map.of()), new Document("b", "ab#c", Map.of())));
    var refused = assertThrows(RequestException.class, () -> scan("scan", poison, corpus, OPTIONS));
    assertTrue(
        refused.what().startsWith("Neuron L1.4 gave " + poison + " at token 2 of document 1"),
        refused.what());
    assertNothingIn(folder);
  }

  /// Their difference is more than a float holds.
  @Test
  void extremesMayLieAsFarApartAsFloatsDo() throws PolysemeException {
    var corpus = new ListCorpus(List.of(new Document("a", "ab#c$d", Map.of())));
    try (var scan = Scans.open(scan("scan", 3e38f, corpus, OPTIONS))) {
      var stats = scan.stats(scan.neurons().row(new NeuronId(1, 4)));
      assertEquals(3e38f, stats.max());
      assertEquals(-3e38f, stats.min());
      assertEquals(6, stats.count());
    }
  }

  @Test
  void failureKeepsTheOlderScan() throws PolysemeException, IOException {
    var corpus = ListCorpus.random(4, 20);
    var older = scan("scan", 0, corpus, OPTIONS);
    var before = Files.readAllBytes(older.resolve("neurons.psc"));
    var poisoned = new ListCorpus(List.of(new Document("a", "#", Map.of())));
    assertThrows(RequestException.class, () -> scan("scan", Float.NaN, poisoned, OPTIONS));
    assertArrayEquals(before, Files.readAllBytes(older.resolve("neurons.psc")));
    try (var entries = Files.list(folder)) {
      assertEquals(List.of(older), entries.toList());
    }
  }

  @Test
  void newScanReplacesTheOlder() throws PolysemeException, IOException {
    scan("scan", 0, ListCorpus.random(4, 20), OPTIONS);
    var newer = scan("scan", 0, ListCorpus.random(5, 30), OPTIONS);
    try (var scan = Scans.open(newer);
        var entries = Files.list(folder)) {
      assertEquals(30, scan.provenance().documents());
      assertEquals(List.of(newer), entries.toList());
    }
  }

  @Test
  void folderThatIsNoScanIsRefused() throws IOException {
    var foreign = Files.createDirectories(folder.resolve("letters"));
    Files.writeString(foreign.resolve("dear.txt"), "Dear friend");
    var corpus = ListCorpus.random(4, 20);
    assertThrows(OutputException.class, () -> scan("letters", 0, corpus, OPTIONS));
    assertEquals("Dear friend", Files.readString(foreign.resolve("dear.txt")));
    assertThrows(OutputException.class, () -> scan("letters/dear.txt", 0, corpus, OPTIONS));
  }

  @Test
  void scanWithOtherFilesBesideItIsRefused() throws PolysemeException, IOException {
    var corpus = ListCorpus.random(4, 20);
    var older = scan("scan", 0, corpus, OPTIONS);
    Files.writeString(older.resolve("notes.txt"), "mine");
    assertThrows(OutputException.class, () -> scan("scan", 0, corpus, OPTIONS));
    assertEquals("mine", Files.readString(older.resolve("notes.txt")));
  }

  @Test
  void corpusWithoutTokensIsRefused() throws IOException {
    var corpus = new ListCorpus(List.of(new Document("a", "", Map.of())));
    assertThrows(CorpusException.class, () -> scan("scan", 0, corpus, OPTIONS));
    assertNothingIn(folder);
  }

  @Test
  void oneTokenMakesAScan() throws PolysemeException {
    var corpus = new ListCorpus(List.of(new Document("a", "x", Map.of())));
    try (var scan = Scans.open(scan("scan", 0, corpus, OPTIONS))) {
      assertEquals(1, scan.stats(4).count());
      assertEquals(0.0, scan.stats(4).variance());
      assertTrue(Double.isNaN(scan.stats(4).kurtosis()));
      var profile = scan.profile(scan.neurons().id(4));
      assertEquals(1, profile.examples().lowest().size());
      assertEquals(List.of(1L), profile.histogram().counts());
    }
  }

  @Test
  void windowsLongerThanTheContextAreRefused() {
    var corpus = ListCorpus.random(4, 20);
    for (var context : List.of(1, FakeModel.CONTEXT + 1)) {
      assertThrows(
          RequestException.class,
          () -> scan("scan", 0, corpus, OPTIONS.withContextTokens(context)));
    }
  }
}
