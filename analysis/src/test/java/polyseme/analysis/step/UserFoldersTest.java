// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UserFoldersTest {

  @TempDir private Path home;

  private UserFolders on(String os, Map<String, String> environment) {
    return new UserFolders(environment, os, home, home.resolve("tmp"));
  }

  @Test
  void eachSystemHasItsPlace() {
    assertEquals(home.resolve(".cache/polyseme"), on("Linux", Map.of()).cache());
    assertEquals(home.resolve("Library/Caches/polyseme"), on("Mac OS X", Map.of()).cache());
    assertEquals(home.resolve("AppData/Local/polyseme/cache"), on("Windows 11", Map.of()).cache());
    assertEquals(home.resolve(".local/state/polyseme"), on("Linux", Map.of()).log());
  }

  @Test
  void theEnvironmentDecidesUnlessItsPathIsRelative() {
    var elsewhere = home.resolve("elsewhere");
    var cache = on("Linux", Map.of("XDG_CACHE_HOME", elsewhere.toString())).cache();
    assertEquals(elsewhere.resolve("polyseme"), cache);
    assertTrue(Files.isDirectory(cache));
    var relative = on("Linux", Map.of("XDG_CACHE_HOME", "elsewhere")).cache();
    assertEquals(home.resolve(".cache/polyseme"), relative);
  }

  @Test
  void aCacheThatCannotBeMadeIsReplacedByATemporaryOne() throws IOException {
    var file = Files.createFile(home.resolve("file"));
    var cache = on("Linux", Map.of("XDG_CACHE_HOME", file.toString())).cache();
    assertTrue(cache.startsWith(home.resolve("tmp")));
    assertTrue(Files.isDirectory(cache));
  }
}
