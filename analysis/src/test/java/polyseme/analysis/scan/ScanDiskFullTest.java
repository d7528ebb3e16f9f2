// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// A disk that fills up at any write of a scan: a sentence, the older scan as it was, no file that
/// is half, and when there is room again the scan goes on to the same bytes. `mvn -Plong verify`
/// tries every write, else a seeded share.
final class ScanDiskFullTest {

  private static final ScanOptions OPTIONS = TestOptions.of(3, 0, 2, 20, 42, 1);
  private static final int SHARE = 15;

  @TempDir private Path folder;
  private Path whole = Path.of("");

  private static void scan(long seed, ScanTarget target) throws PolysemeException {
    var corpus = ListCorpus.random(seed, 60);
    Scanner.scan(new FakeModel(true), corpus, OPTIONS, target, "test", Progress.NONE);
  }

  private static List<byte[]> bytes(Path scan) throws IOException {
    var bytes = new ArrayList<byte[]>();
    for (var name : List.of("scan.json", "neurons.psc", "tokens.bin", "documents.bin")) {
      bytes.add(Files.readAllBytes(scan.resolve(name)));
    }
    return bytes;
  }

  private static void assertSame(Path expected, Path actual, String when) throws IOException {
    for (var i = 0; i < 4; i++) {
      assertArrayEquals(bytes(expected).get(i), bytes(actual).get(i), when);
    }
  }

  @BeforeEach
  void scanWithRoom() throws PolysemeException {
    whole = folder.resolve("whole");
    scan(6, ScanTarget.of(whole));
  }

  @Test
  void everyWriteMayBeTheOneThatFails() throws Exception {
    var into = Files.createDirectory(folder.resolve("work")).resolve("scan");
    scan(5, ScanTarget.of(into));
    var older = folder.resolve("older");
    scan(5, ScanTarget.of(older));
    var endless = new FullDisk(Long.MAX_VALUE);
    scan(6, ScanTarget.of(endless.at(folder.resolve("counted"))));
    var changes = Long.MAX_VALUE - endless.left();
    assertTrue(changes > 200, changes + " changes");
    var random = new SplittableRandom(7);
    for (var room = 0L; room < changes; room++) {
      if (Boolean.getBoolean("polyseme.long") || random.nextLong(changes) < SHARE) {
        fails(into, room);
        assertSame(older, into, "after " + room + " changes");
        scan(6, ScanTarget.resuming(into));
        assertSame(whole, into, "gone on after " + room + " changes");
        scan(5, ScanTarget.of(into));
      }
    }
  }

  private static void fails(Path into, long room) throws IOException {
    var disk = new FullDisk(room);
    var refused =
        assertThrows(
            OutputException.class,
            () -> scan(6, ScanTarget.of(disk.at(into))),
            () -> "with room for " + room + " changes");
    assertTrue(refused.what().endsWith(": No space left on device."), refused.what());
    assertNothingHalf(into);
  }

  private static void assertNothingHalf(Path into) throws IOException {
    try (var files = Files.walk(into.getParent())) {
      for (var file : files.toList()) {
        var name = file.getFileName().toString();
        assertFalse(name.endsWith(".new") || name.startsWith("."), "left: " + file);
      }
    }
  }

  /// What the system itself says, where a small disk may be made.
  @Test
  void smallDiskIsFull() throws Exception {
    var disk = Files.createDirectory(folder.resolve("disk"));
    var size = "size=%dk".formatted(kilobytes(whole)); // what grows needs room beside it
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", size, "tmpfs", disk.toString()),
        "no tmpfs can be mounted here");
    try {
      var into = disk.resolve("scan");
      var refused = assertThrows(OutputException.class, () -> scan(6, ScanTarget.of(into)));
      assertTrue(refused.what().contains("No space left on device"), refused.what());
      assertFalse(Files.exists(into));
      assertNothingHalf(into);
      assertTrue(run("mount", "-o", "remount,size=64m", disk.toString()));
      scan(6, ScanTarget.resuming(into));
      assertSame(whole, into, "with room");
    } finally {
      assertTrue(run("umount", disk.toString()));
    }
  }

  private static long kilobytes(Path scan) throws IOException {
    var sum = 0L;
    for (var bytes : bytes(scan)) {
      sum += Math.ceilDiv(bytes.length, 1024);
    }
    return sum;
  }

  private static boolean run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException absent) {
      return false;
    }
  }
}
