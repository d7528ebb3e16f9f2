// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hubcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HubCacheTest {

  private static final RepoId REPO = new RepoId("a/b");
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final String OLDER = "76543210fedcba9876543210fedcba9876543210";

  @TempDir private Path root;
  private HubCache cache;

  /// As huggingface_hub leaves it.
  @BeforeEach
  void fill() throws IOException {
    cache = new HubCache(root);
    var repo = root.resolve("models--a--b");
    for (var folder :
        List.of("blobs", "refs/refs/pr", "snapshots/" + COMMIT, "snapshots/" + OLDER)) {
      Files.createDirectories(repo.resolve(folder));
    }
    Files.writeString(repo.resolve("refs/main"), COMMIT);
    Files.writeString(repo.resolve("refs/refs/pr/1"), OLDER);
    Files.writeString(repo.resolve("blobs/aa"), "{}");
    Files.createSymbolicLink(
        repo.resolve("snapshots").resolve(COMMIT).resolve("config.json"),
        Path.of("../../blobs/aa"));
    Files.createSymbolicLink(
        repo.resolve("snapshots").resolve(COMMIT).resolve("gone.json"), Path.of("../../blobs/bb"));
    Files.createDirectories(root.resolve("datasets--a--b"));
    Files.createDirectories(root.resolve(".locks/models--a--b"));
  }

  private Optional<String> commit(String revision) {
    return cache.snapshot(REPO, revision).map(Snapshot::commit);
  }

  @Test
  void aRevisionLeadsToItsSnapshot() {
    assertEquals(Optional.of(COMMIT), commit("main"));
    assertEquals(Optional.of(OLDER), commit("refs/pr/1"));
    assertEquals(Optional.of(OLDER), commit(OLDER));
    assertEquals(Optional.empty(), commit("v1"));
    assertEquals(Optional.empty(), commit("../../models--a--b/refs/main"));
    assertEquals(Optional.empty(), cache.snapshot(new RepoId("a/c"), "main"));
  }

  @Test
  void aReferenceThatIsNoCommitLeadsNowhere() throws IOException {
    Files.writeString(root.resolve("models--a--b/refs/main"), "../../..");
    assertEquals(Optional.empty(), commit("main"));
  }

  @Test
  void aLinkThatLeadsNowhereIsNoFile() {
    var snapshot = cache.snapshot(REPO, "main").orElseThrow();
    assertTrue(snapshot.file("config.json").isPresent());
    assertTrue(snapshot.file("gone.json").isEmpty());
  }

  @Test
  void aFolderKnowsWhetherItIsASnapshot() {
    var snapshot = cache.snapshot(REPO, "main").orElseThrow();
    assertEquals(Optional.of(snapshot), HubCache.holding(snapshot.folder()));
    assertEquals(Optional.empty(), HubCache.holding(root));
    assertEquals(Optional.empty(), HubCache.holding(Path.of("/")));
    assertEquals(Optional.empty(), HubCache.holding(Path.of("snapshots/" + COMMIT)));
  }

  @Test
  void repositoriesAreListedAndMeasured() throws IOException {
    assertEquals(List.of(REPO), List.copyOf(cache.repositories()));
    assertEquals(2 + 40 + 40, cache.size(REPO));
    assertEquals(0, cache.size(new RepoId("a/c")));
    assertTrue(new HubCache(root.resolve("none")).repositories().isEmpty());
  }
}
