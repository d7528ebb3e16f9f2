// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.smile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What only a new process shows: results that do not depend on the process, and how the native
/// library is found. Linux, because XDG_CACHE_HOME moves the cache there alone.
@EnabledOnOs(OS.LINUX)
class OwnProcessTest {

  @TempDir Path folder;

  private static Process start(Path cacheHome, String classPath) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        List.of(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            GeometryDigest.class.getName());
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("XDG_CACHE_HOME", cacheHome.toString());
    return builder.start();
  }

  private static String line(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  @Test
  void newProcessesWithAnEmptyCacheGiveTheSameBytes() throws Exception {
    var processes = new ArrayList<Process>();
    for (var i = 0; i < 2; i++) {
      processes.add(start(folder, classPath()));
    }
    for (var process : processes) {
      assertEquals(GeometryDigest.line(), line(process));
    }
    try (var files = Files.walk(folder)) {
      var names = files.map(file -> file.getFileName().toString()).toList();
      assertTrue(names.contains("libopenblas.so") && names.contains("libopenblas.so.sha256"));
      assertTrue(names.stream().noneMatch(name -> name.startsWith("part")));
    }
  }

  @Test
  void aDamagedCacheIsRepaired() throws Exception {
    assertEquals(GeometryDigest.line(), line(start(folder, classPath())));
    Path library;
    try (var files = Files.walk(folder)) {
      library = files.filter(file -> file.endsWith("libopenblas.so")).findFirst().orElseThrow();
    }
    try (var half = Files.newByteChannel(library, java.nio.file.StandardOpenOption.WRITE)) {
      half.truncate(1_000_000);
    }
    assertEquals(GeometryDigest.line(), line(start(folder, classPath())));
  }

  @Test
  void withoutACacheFolderATemporaryOneServes() throws Exception {
    var inTheWay = Files.writeString(folder.resolve("file"), "in the way");
    assertEquals(GeometryDigest.line(), line(start(inTheWay, classPath())));
  }

  @Test
  void withoutTheLibraryASentenceSaysSo() throws Exception {
    var without =
        Arrays.stream(classPath().split(File.pathSeparator))
            .filter(entry -> !entry.contains("openblas"))
            .collect(Collectors.joining(File.pathSeparator));
    var said = line(start(folder, without));
    assertTrue(
        said.startsWith("The linear algebra library OpenBLAS cannot be used: it is not there for "),
        said);
  }
}
