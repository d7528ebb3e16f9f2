// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a machine can give, out of the files that Linux tells it by.
final class FreeMemoryTest {

  @TempDir private Path root = Path.of("");

  private void file(String name, String text) throws Exception {
    var file = root.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private long free() {
    return new FreeMemory(root, "Linux").ask();
  }

  @Test
  void whatTheSystemWouldGiveUpCounts() throws Exception {
    file("proc/meminfo", "MemTotal: 900 kB\nMemFree: 10 kB\nMemAvailable:  500 kB\n");
    assertEquals(500 * 1024, free());
  }

  @Test
  void theLeastLimitOfAllGroupsHolds() throws Exception {
    file("proc/meminfo", "MemAvailable: 500 kB\n");
    file("proc/self/cgroup", "0::/outer/inner\n");
    file("sys/fs/cgroup/outer/memory.max", "300000\n");
    file("sys/fs/cgroup/outer/memory.current", "250000\n");
    file("sys/fs/cgroup/outer/memory.stat", "anon 7\nactive_file 20000\ninactive_file 30000\n");
    file("sys/fs/cgroup/outer/inner/memory.max", "max\n");
    file("sys/fs/cgroup/outer/inner/memory.current", "250000\n");
    assertEquals(100_000, free());
    file("sys/fs/cgroup/outer/inner/memory.max", "260000\n");
    assertEquals(10_000, free());
    file("sys/fs/cgroup/outer/inner/memory.max", "200000\n");
    assertEquals(0, free());
  }

  @Test
  void theFirstVersionOfGroupsCountsToo() throws Exception {
    file("proc/meminfo", "MemAvailable: 500 kB\n");
    file("proc/self/cgroup", "9:cpu:/elsewhere\n8:memory:/docker/1\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", "1000\n");
    assertEquals(500 * 1024, free());
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "90000\n");
    file(
        "sys/fs/cgroup/memory/memory.stat",
        "active_file 5\ninactive_file 5\ntotal_active_file 200\ntotal_inactive_file 300\n");
    assertEquals(89_500, free());
  }

  @Test
  void thisMachineHasSome() {
    assertTrue(FreeMemory.bytes() > 1 << 20);
    assertTrue(new FreeMemory(Path.of("/"), "Mac OS X").ask() > 1 << 20);
    assertTrue(new FreeMemory(Path.of("/"), "Windows 11").ask() > 1 << 20);
  }
}
