// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the benches ran on.
///
/// @param cpu the processor's name, its architecture where the system does not tell
/// @param processors how many processors the program may use
/// @param memoryBytes memory of the machine
/// @param heapBytes memory the program may use for its own values
/// @param os operating system and version
/// @param java the Java the program runs on
public record Machine(
    String cpu, int processors, long memoryBytes, long heapBytes, String os, String java) {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /// Looks at this machine.
  ///
  /// @return what it is
  public static Machine here() {
    var runtime = Runtime.getRuntime();
    return new Machine(
        cpuName(),
        runtime.availableProcessors(),
        memory(),
        runtime.maxMemory(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor") + " " + Runtime.version());
  }

  private static long memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }

  private static String cpuName() {
    try (var lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElseGet(() -> System.getProperty("os.arch"));
    } catch (IOException _) {
      return System.getProperty("os.arch");
    }
  }
}
