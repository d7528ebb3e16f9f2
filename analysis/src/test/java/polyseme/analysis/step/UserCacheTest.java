// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.analysis.step.UserCache.Part;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

final class UserCacheTest {

  @TempDir private Path folder;

  @Test
  void linksAreDeletedAndNotFollowed() throws IOException, PolysemeException {
    var outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "12345");
    var probes = Files.createDirectories(folder.resolve("cache/probes"));
    Files.createSymbolicLink(probes.resolve("link"), outside);
    Files.createSymbolicLink(folder.resolve("cache/scans"), outside);
    var cache = new UserCache(folder.resolve("cache"), folder.resolve("none"));
    assertEquals(0, cache.kept().stream().mapToLong(UserCache.Kept::bytes).sum());
    cache.clear(Part.PROBES, Progress.NONE);
    cache.clear(Part.SCANS, Progress.NONE);
    assertFalse(Files.exists(probes));
    assertTrue(Files.exists(outside.resolve("kept")));
    assertTrue(Files.exists(folder.resolve("cache/scans")));
  }

  @Test
  void whatIsNotThereIsNothing() throws PolysemeException {
    var cache = new UserCache(folder.resolve("none"), folder.resolve("none"));
    assertEquals(Part.values().length, cache.kept().size());
    assertTrue(cache.kept().stream().allMatch(kept -> kept.places().isEmpty()));
    cache.clear(Part.DEMO, Progress.NONE);
  }
}
