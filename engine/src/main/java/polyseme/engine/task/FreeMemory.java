// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.task;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// How much memory the machine can give: what is free, and what the system would give up for it.
/// The property `polyseme.memory.free` overrides it with a number of bytes.
public final class FreeMemory {

  private static final String PROPERTY = "polyseme.memory.free";
  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d{1,15}) kB");
  private static final Pattern CACHED =
      Pattern.compile("(?m)^(?:total_)?(?:in)?active_file (\\d{1,18})$");
  private static final int KILO = 1024;

  private final Path root;
  private final String system;

  /// Reads the files of a system.
  ///
  /// @param root where they lie, `/`
  /// @param system its name, as the property `os.name`
  FreeMemory(Path root, String system) {
    this.root = root;
    this.system = system.toLowerCase(Locale.ROOT);
  }

  /// Asks this machine.
  ///
  /// @return bytes; a container's limit counts
  public static long bytes() {
    var said = System.getProperty(PROPERTY, "");
    if (said.matches("\\d{1,18}")) {
      return Long.parseLong(said);
    }
    return new FreeMemory(Path.of("/"), System.getProperty("os.name", "")).ask();
  }

  long ask() {
    if (!system.startsWith("linux")) {
      return elsewhere();
    }
    var least = available();
    for (var folder : controlGroups()) {
      least = Math.min(least, left(folder));
    }
    return least;
  }

  // What macOS calls free leaves out all that it would give up at once, so that the whole is taken
  // for the limit there.
  private long elsewhere() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
        ? system.startsWith("mac") ? machine.getTotalMemorySize() : machine.getFreeMemorySize()
        : Long.MAX_VALUE;
  }

  private long available() {
    var match = AVAILABLE.matcher(text(root.resolve("proc/meminfo")));
    return match.find() ? Long.parseLong(match.group(1)) * KILO : elsewhere();
  }

  // That of this process and all above it; the limit of each holds. Version 2 has one tree, version
  // 1 one for memory.
  private List<Path> controlGroups() {
    var folders = new ArrayList<Path>();
    var mounts = root.resolve("sys/fs/cgroup");
    for (var line : text(root.resolve("proc/self/cgroup")).split("\n", -1)) {
      var fields = line.split(":", 3);
      if (fields.length < 3 || !(fields[1].isEmpty() || fields[1].equals("memory"))) {
        continue;
      }
      var top = fields[1].isEmpty() ? mounts : mounts.resolve("memory");
      folders.add(top);
      var folder = top;
      for (var name : fields[2].split("/", -1)) {
        if (!name.isEmpty() && !name.equals("..")) {
          folder = folder.resolve(name);
          folders.add(folder);
        }
      }
    }
    return folders;
  }

  private long left(Path folder) {
    var limit = number(folder.resolve("memory.max"), folder.resolve("memory.limit_in_bytes"));
    var used = number(folder.resolve("memory.current"), folder.resolve("memory.usage_in_bytes"));
    if (limit.isEmpty() || used.isEmpty()) {
      return Long.MAX_VALUE;
    }
    var cached = 0L;
    var all = CACHED.matcher(text(folder.resolve("memory.stat")));
    var version1 = text(folder.resolve("memory.stat")).contains("total_active_file");
    while (all.find()) {
      cached += version1 && !all.group().startsWith("total_") ? 0 : Long.parseLong(all.group(1));
    }
    return Math.max(0, limit.getAsLong() - used.getAsLong() + cached);
  }

  private static OptionalLong number(Path file, Path otherwise) {
    var said = (text(file) + text(otherwise)).strip();
    return said.matches("\\d{1,19}")
        ? OptionalLong.of(Long.parseUnsignedLong(said) < 0 ? Long.MAX_VALUE : Long.parseLong(said))
        : OptionalLong.empty();
  }

  private static String text(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.readString(file) : "";
    } catch (IOException _) {
      return ""; // nothing is known of it then
    }
  }
}
