// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// A program that ends in the middle of a scan, without a chance to tidy up.
final class ScanKilledTest {

  private static final int KILLED = 9;

  @TempDir private Path folder;

  /// Scans, and ends the process at the first report of a step.
  public static void main(String[] args) throws PolysemeException {
    Progress progress =
        (step, _, _, _) -> {
          if (step.equals(args[1])) {
            Runtime.getRuntime().halt(KILLED);
          }
        };
    scan(Path.of(args[0]), 5, progress);
  }

  private static void scan(Path into, long seed, Progress progress) throws PolysemeException {
    var options = TestOptions.of(5, 0, 3, 50, 42, 2);
    var corpus = ListCorpus.random(seed, 40);
    Scanner.scan(new FakeModel(true), corpus, options, into, "test", progress).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Reading the corpus", "Scanning", "Writing"})
  void olderScanIsUntouched(String step) throws Exception {
    var older = folder.resolve("scan");
    scan(older, 4, Progress.NONE);
    var before = Files.readAllBytes(older.resolve("neurons.psc"));
    assertEquals(KILLED, killedAt(step, older));
    assertArrayEquals(before, Files.readAllBytes(older.resolve("neurons.psc")));
    Scans.open(older).close();
    Scanner.discard(older);
    scan(older, 5, Progress.NONE);
    Scans.open(older).close();
  }

  @Test
  void whatWasNeverFinishedIsNoScan() throws Exception {
    assertEquals(KILLED, killedAt("Writing", folder.resolve("scan")));
    assertEquals(false, Files.exists(folder.resolve("scan")));
  }

  private static int killedAt(String step, Path into) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        List.of(
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ScanKilledTest.class.getName(),
            into.toString(),
            step);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
