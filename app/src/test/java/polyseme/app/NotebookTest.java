// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The notebook's cells in `docs/notebook.jsh` are run as a reader would run them.
class NotebookTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final long PATIENCE_SECONDS = 120;

  @Test
  void theCellsRunAndWriteTheHeatMap(@TempDir Path folder) throws Exception {
    var printed = run(folder);
    assertTrue(printed.contains("blocks.1.mlp.hook_post"), printed);
    assertTrue(printed.contains("activations ["), printed);
    assertFalse(printed.contains("Error"), printed);
    var page = Files.readString(folder.resolve("notebook.html"));
    assertTrue(page.contains("L1.50") && page.contains("oice"), page);
  }

  private static String run(Path folder) throws IOException, InterruptedException {
    var output = folder.resolve("output.txt").toFile();
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jshell").toString(),
                "-R--enable-native-access=ALL-UNNAMED",
                "-R-Dmodel=" + ROOT.resolve("assets/src/main/resources/polyseme/assets/demo/model"),
                "--class-path",
                classPath(),
                ROOT.resolve("docs/notebook.jsh").toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    try (var keyboard = process.outputWriter()) {
      keyboard.write("/exit\n");
    }
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "jshell did not end");
    assertEquals(0, process.exitValue());
    return Files.readString(output.toPath());
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
