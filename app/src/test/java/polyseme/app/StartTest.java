// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program in a process of its own.
final class StartTest {

  private static final Path ROOT = Path.of(System.getProperty("polyseme.root"));

  @TempDir private Path home;

  private String start(int expected, String... args) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "--module-path",
                System.getProperty("jdk.module.path", ""),
                "--add-modules",
                "javafx.controls",
                "--enable-native-access=ALL-UNNAMED,javafx.graphics",
                "-cp",
                System.getProperty("java.class.path"),
                "polyseme.app.Main"));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).redirectErrorStream(true).directory(home.toFile());
    builder.environment().put("XDG_STATE_HOME", home.toString());
    builder.environment().put("XDG_CACHE_HOME", home.toString());
    var process = builder.start();
    process.getOutputStream().close();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(expected, process.waitFor(), out);
    return out;
  }

  @Test
  void infoLoadsNeitherJavaFxNorTheEngineNorSmile() throws Exception {
    var model = ROOT.resolve("engine/src/test/resources/parity/solu-2l").toString();
    var out = start(0, "info", model);
    assertTrue(out.contains("] polyseme.app.cli.InfoCommand "), "the log of classes is read");
    assertTrue(out.contains("TransformerLens"), "the command ran");
    for (var foreign : List.of("javafx.", "com.sun.javafx.", "ai.djl.", "smile.", "ch.qos.")) {
      assertFalse(out.contains("] " + foreign), foreign);
    }
  }

  @Test
  void anUnknownCommandEndsTheProcessWithTwo() throws Exception {
    assertTrue(start(2, "scna").contains("Did you mean"));
  }
}
