// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Holds the checks of the build to what they promise.
final class GateTest {

  private static final Path ROOT = Path.of(System.getProperty("polyseme.root"));
  private static final int ARCHITECTURE_RULES = 19;

  @Test
  void testsRunOnTheJavaTheProgramNeeds() {
    assertEquals(25, Runtime.version().feature());
  }

  @Test
  void everyArchitectureRuleIsAMethod() {
    assertEquals(
        ARCHITECTURE_RULES,
        Arrays.stream(ArchitectureTest.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(ArchTest.class))
            .count());
    assertEquals(
        0,
        Arrays.stream(ArchitectureTest.class.getDeclaredFields())
            .filter(field -> field.isAnnotationPresent(ArchTest.class))
            .count());
  }

  @Test
  void whatIsTooLongIsNamedWithItsLine(@TempDir Path folder) throws Exception {
    String parameters = numbered("int p%d", 7, ", ");
    String components = numbered("int c%d", 13, ", ");
    write(
        folder,
        "Long",
        """
        class Long {
          void many(%s) {}
          record Wide(%s) {}
          void tall() {
        %s  }
        %s}
        """
            .formatted(parameters, components, "\n".repeat(39), "\n".repeat(356)));
    assertEquals(
        """
        app/src/main/java/Long.java: 401 lines, at most 400
        app/src/main/java/Long.java:2: many has 7 parameters, at most 6
        app/src/main/java/Long.java:3: Wide has 13 components, at most 12
        app/src/main/java/Long.java:4: tall has 41 lines, at most 40
        """,
        lengths(folder, 1));
  }

  @Test
  void whatJustFitsPasses(@TempDir Path folder) throws Exception {
    String parameters = numbered("int p%d", 6, ", ");
    String components = numbered("int c%d", 12, ", ");
    write(
        folder,
        "Fits",
        """
        class Fits {
          void many(%s) {}
          record Wide(%s) {
            static final int ZERO = 0;
            Wide {}
          }
          void tall() {
        %s  }
        }
        """
            .formatted(parameters, components, "\n".repeat(38)));
    assertEquals("", lengths(folder, 0));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void launcherSaysInOneSentenceWhichJavaIsMissing(@TempDir Path folder) throws Exception {
    Path launcher = Files.createDirectories(folder.resolve("bin")).resolve("polyseme");
    Files.createDirectories(folder.resolve("lib"));
    Files.copy(ROOT.resolve("app/src/main/dist/polyseme"), launcher);
    var command = new ProcessBuilder("sh", launcher.toString());
    command.environment().put("POLYSEME_NEEDS_JAVA", "99");
    assertEquals(
        "Polyseme needs Java 99 or newer: install a JDK from adoptium.net and put its folder into"
            + " JAVA_HOME.\n",
        said(command, 1));
  }

  private static String numbered(String format, int count, String between) {
    return IntStream.range(0, count)
        .mapToObj(format::formatted)
        .collect(Collectors.joining(between));
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("app/src/main/java"));
    Files.writeString(sources.resolve(name + ".java"), text);
  }

  /// What the check of the lengths says of a folder, its paths with slashes.
  private static String lengths(Path folder, int status) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String check = ROOT.resolve(".mvn/checks/Check.java").toString();
    String said = said(new ProcessBuilder(java, check, "lengths", folder.toString()), status);
    return said.lines().map(line -> line.replace('\\', '/') + "\n").collect(Collectors.joining());
  }

  private static String said(ProcessBuilder command, int status) throws Exception {
    var process = command.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(status, process.waitFor(), said);
    return said;
  }
}
