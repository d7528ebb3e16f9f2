// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.analysis.section.SectionFile;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// A scan whose process is killed at random moments goes on to the bytes of an uninterrupted one,
/// whatever the number of workers, and does no saved shard again. `mvn -Plong verify` tries 100
/// moments, else 5.
final class ScanResumedTest {

  private static final String STEP = "Scanning";
  private static final List<Integer> WORKERS = List.of(1, 2, 4, 7);
  private static final long SEED = 20_261_124;
  private static final int DOCUMENTS = 400;
  private static final int KILLED = 9;

  private final int moments = Boolean.getBoolean("polyseme.long") ? 100 : 5;

  @TempDir private Path folder;
  private Path whole = Path.of("");
  private long reports;
  private long batches;

  /// Scans into a folder with some workers and prints a line a report; ends the process when so
  /// many batches were scanned.
  public static void main(String[] args) throws PolysemeException {
    var out = System.out;
    var left = new AtomicLong(Long.parseLong(args[2]));
    Progress progress =
        (step, done, _, _) -> {
          synchronized (out) {
            out.println(step + "=" + done);
          }
          if (step.equals(STEP) && left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(KILLED);
          }
        };
    scan(Path.of(args[0]), Integer.parseInt(args[1]), progress);
  }

  private static void scan(Path into, int workers, Progress progress) throws PolysemeException {
    Scanner.scan(
        new FakeModel(true),
        ListCorpus.random(31, DOCUMENTS),
        TestOptions.of(5, 0, 2, 50, 42, workers),
        ScanTarget.resuming(into),
        "test",
        progress);
  }

  @BeforeEach
  void scanWithoutInterruption() throws PolysemeException {
    whole = folder.resolve("whole");
    var count = new AtomicLong();
    var scanning = new AtomicLong();
    scan(
        whole,
        3,
        (step, _, _, _) -> {
          count.incrementAndGet();
          scanning.addAndGet(step.equals(STEP) ? 1 : 0);
        });
    reports = count.get();
    batches = scanning.get();
  }

  @Test
  void killedAtAnyMomentItEndsWithTheSameBytes() throws Exception {
    var random = new SplittableRandom(SEED);
    var killed = 0;
    for (var i = 0; i < moments; i++) {
      var into = folder.resolve("scan");
      // an older scan must not be touched before the new one is whole
      var older = i % 2 == 0 ? olderScan(into) : null;
      var workers = WORKERS.get(i % WORKERS.size());
      var last = killAfter(random.nextLong(reports), random.nextInt(6), into, workers);
      killed += last.killed() ? 1 : 0;
      if (last.killed() && older != null) {
        assertArrayEquals(older, Files.readAllBytes(into.resolve(NeuronFile.NAME)));
      }
      var saved = saved(into);
      assertTrue(saved <= last.done(), last + ", saved " + saved);
      resume(into, WORKERS.get((i + 1) % WORKERS.size()), saved);
    }
    assertTrue(killed > moments / 2, killed + " of " + moments + " met a running scan");
  }

  @Test
  void killedManyTimesItGetsOnEachTime() throws Exception {
    var into = folder.resolve("scan");
    var before = 0L;
    for (var workers : List.of(4, 2, 7)) {
      var process = begin(into, workers, batches / 4);
      try (var lines = process.inputReader()) {
        read(lines, Long.MAX_VALUE, 0);
      }
      assertEquals(KILLED, process.waitFor());
      var saved = saved(into);
      assertTrue(saved > before, saved + " after " + before);
      before = saved;
    }
    resume(into, 1, before);
  }

  private byte[] olderScan(Path into) throws PolysemeException, IOException {
    var options = TestOptions.of(3, 0, 4, 20, 42, 1);
    var corpus = ListCorpus.random(21, 20);
    Scanner.scan(new FakeModel(true), corpus, options, into, "test", Progress.NONE).close();
    return Files.readAllBytes(into.resolve(NeuronFile.NAME));
  }

  /// Goes on in this process, and compares.
  ///
  /// @param saved tokens of the shards that must not be done again
  private void resume(Path into, int workers, long saved) throws Exception {
    var first = new AtomicLong(-1);
    scan(
        into,
        workers,
        (step, done, _, _) -> {
          if (step.equals(STEP)) {
            first.compareAndSet(-1, done);
          }
        });
    if (saved > 0) {
      assertEquals(saved, first.get(), "tokens that need not be done again");
    }
    for (var name : List.of("scan.json", "neurons.psc", "tokens.bin", "documents.bin")) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(name)), Files.readAllBytes(into.resolve(name)), name);
    }
    assertFalse(Files.exists(Scanner.unfinished(into)));
    try (var left = Files.list(folder)) {
      assertEquals(2, left.count(), "besides both scans something was left");
    }
    for (var name : ScanFolder.FILES) {
      Files.deleteIfExists(into.resolve(name));
    }
  }

  /// Tokens of the shards that are whole on the disk.
  private long saved(Path into) throws Exception {
    var grows = Scanner.unfinished(into);
    var shards = new BitSet();
    if (Files.isRegularFile(grows.resolve(ScanJson.FILE))) {
      for (var part : UnfinishedFolder.parts(grows)) {
        var file = grows.resolve(UnfinishedFolder.part(part));
        try (var in = SectionFile.open(file, PartFile.KIND)) {
          shards.or(BitSet.valueOf(in.read("shrd", 0, (int) in.length("shrd"))));
        }
      }
    }
    try (var tokens = TokenTable.open(whole)) {
      return shards.stream().mapToLong(plan(tokens)::counted).sum();
    }
  }

  private static UnitPlan plan(TokenTable tokens) throws PolysemeException {
    var shape = ScanShape.of(new FakeModel(true), TestOptions.of(5, 0, 2, 50, 42, 1));
    return new UnitPlan(tokens, shape.rule(), shape.windowsPerUnit());
  }

  /// How far a process was.
  ///
  /// @param killed false if it was done before
  /// @param done tokens scanned, in its last report
  private record Last(boolean killed, long done) {}

  private static Last killAfter(long reports, int milliseconds, Path into, int workers)
      throws Exception {
    var process = begin(into, workers, 0);
    try (var lines = process.inputReader()) {
      var done = read(lines, reports, 0);
      Thread.sleep(milliseconds);
      process.destroyForcibly();
      done = read(lines, Long.MAX_VALUE, done);
      return new Last(process.waitFor() != 0, done);
    } finally {
      process.destroyForcibly();
    }
  }

  /// @param batches after which it ends itself; 0 for never
  private static Process begin(Path into, int workers, long batches) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        List.of(
            java,
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            ScanResumedTest.class.getName(),
            into.toString(),
            Integer.toString(workers),
            Long.toString(batches));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static long read(BufferedReader lines, long most, long before) throws IOException {
    var done = before;
    for (var i = 0L; i < most; i++) {
      var line = line(lines);
      if (line == null) {
        break;
      }
      if (line.startsWith(STEP + "=") && line.length() > STEP.length() + 1) {
        done = Math.max(done, Long.parseLong(line.substring(STEP.length() + 1)));
      }
    }
    return done;
  }

  private static @Nullable String line(BufferedReader lines) throws IOException {
    try {
      return lines.readLine();
    } catch (IOException closed) {
      return null; // the pipe of a killed process may close first
    }
  }
}
