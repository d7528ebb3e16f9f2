// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.hubcache.HubEnvironment;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// Programs, not threads: their locks are the system's.
final class TwoProgramsTest {

  private static final String NOISE = "a/noise";
  private static final int SIZE = 8_000_000;

  @TempDir private Path home;

  /// What a program of its own does.
  static final class Locate {

    private Locate() {}

    public static void main(String[] args) throws PolysemeException {
      var environment = new HubEnvironment(Map.of("HF_ENDPOINT", args[0]), Path.of(args[1]));
      System.out.print(HubFixture.locator(environment).locate(args[2], Progress.NONE));
    }
  }

  private Process start(FakeHub hub) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Locate.class.getName(),
            hub.endpoint(),
            home.toString(),
            NOISE)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void programsAtTheSameTimeLeaveOneWholeFile() throws Exception {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      var processes = new ArrayList<Process>();
      for (var i = 0; i < 2; i++) {
        processes.add(start(hub));
      }
      for (var process : processes) {
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertArrayEquals(
            HubFixture.content(hub, NOISE, "model.safetensors"),
            Files.readAllBytes(Path.of(said).resolve("model.safetensors")));
      }
      assertEquals(List.of(""), hub.ranges("model.safetensors"));
    }
  }
}
