// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static polyseme.engine.hub.HubFixture.DIGITS;
import static polyseme.engine.hub.HubFixture.SOLU;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.hubcache.HubCache;
import polyseme.engine.hubcache.RepoId;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.Workers;

final class DownloadTest {

  private static final String NOISE = "a/noise";
  private static final int SIZE = 3_000_000;

  /// Where the second server has the weights.
  private static final String STORED =
      "/store/a/noise/resolve/%s/model.safetensors".formatted(FakeHub.COMMIT);

  @TempDir private Path home;

  private Path repo(String id) {
    return home.resolve(".cache/huggingface/hub").resolve(new RepoId(id).folder());
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void aNeelNandaModelIsFetchedWithItsTokenizerAndOpened() throws Exception {
    try (var hub = HubFixture.solu()) {
      var locator = HubFixture.checking(hub.environment(home));
      var folder = locator.locate("solu-2l", Progress.NONE);
      assertEquals(repo(SOLU).resolve("snapshots").resolve(FakeHub.COMMIT), folder);
      assertEquals(List.of("config.json", "model_final.pth"), names(folder));
      var model = ModelFolder.read(folder);
      assertEquals(SOLU, model.name());
      assertTrue(model.tokenizerFile().startsWith(repo(DIGITS)), model.toString());
      try (var weights = ModelWeights.open(model)) {
        assertEquals(62_580, weights.parameters());
      }
      assertEquals(
          List.of("tokenizer.json", "tokenizer_config.json"),
          names(repo(DIGITS).resolve("snapshots").resolve(FakeHub.COMMIT)));
    }
  }

  @Test
  void theLayoutIsHuggingFacesOwn() throws Exception {
    try (var hub = HubFixture.solu()) {
      var folder = HubFixture.locator(hub.environment(home)).locate(SOLU, Progress.NONE);
      assertEquals(FakeHub.COMMIT, Files.readString(repo(SOLU).resolve("refs/main")));
      var digest = FakeHub.sha("SHA-256", HubFixture.parity("model_final.pth"));
      assertEquals(
          Path.of("../../blobs").resolve(digest),
          Files.readSymbolicLink(folder.resolve("model_final.pth")));
      var config = Files.readAllBytes(folder.resolve("config.json"));
      assertEquals(
          new TreeSet<>(List.of(digest, FakeHub.gitBlob(config))),
          new TreeSet<>(names(repo(SOLU).resolve("blobs"))));
      assertTrue(
          Files.exists(
              repo(SOLU)
                  .resolveSibling(".locks")
                  .resolve(new RepoId(SOLU).folder())
                  .resolve(digest + ".lock")));
    }
  }

  @Test
  void theCacheAloneSufficesAfterwards() throws Exception {
    try (var hub = HubFixture.solu()) {
      var locator = HubFixture.checking(hub.environment(home));
      var folder = locator.locate("solu-2l", Progress.NONE);
      var asked = hub.seen.size();
      assertEquals(folder, locator.locate("SoLU-2L", Progress.NONE));
      assertEquals(asked, hub.seen.size());
      hub.stop();
      assertEquals(folder, locator.locate(SOLU, Progress.NONE));
      assertEquals(folder, locator.locate(SOLU + "@" + FakeHub.COMMIT, Progress.NONE));
      var offline = HubFixture.checking(hub.environment(home, "HF_HUB_OFFLINE", "1"));
      assertEquals(folder, offline.locate("solu-2l", Progress.NONE));
    }
  }

  @Test
  void onlyWhatAModelNeedsIsFetched() throws Exception {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      var folder = HubFixture.locator(hub.environment(home)).locate(NOISE, Progress.NONE);
      assertEquals(List.of("config.json", "model.safetensors", "tokenizer.json"), names(folder));
      assertEquals(0, hub.requests("pytorch_model.bin"));
    }
  }

  @Test
  void aBrokenDownloadGoesOnWhereItStopped() throws Exception {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      hub.breakOff(STORED, 2_000_000).breakOff(STORED, 500_000);
      var folder = HubFixture.locator(hub.environment(home)).locate(NOISE, Progress.NONE);
      var content = HubFixture.content(hub, NOISE, "model.safetensors");
      assertArrayEquals(content, Files.readAllBytes(folder.resolve("model.safetensors")));
      var ranges = hub.ranges("model.safetensors");
      assertEquals(3, ranges.size());
      assertEquals("", ranges.getFirst());
      // a client may lose what lies in its buffers when a connection breaks
      assertTrue(start(ranges.get(1)) > 1_000_000, ranges.toString());
      assertTrue(start(ranges.get(2)) > start(ranges.get(1)), ranges.toString());
    }
  }

  private static int start(String range) {
    return Integer.parseInt(range.replaceAll("\\D", ""));
  }

  @Test
  void anotherStartGoesOnFromTheVeryByte() throws Exception {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      var content = HubFixture.content(hub, NOISE, "model.safetensors");
      var blobs = Files.createDirectories(repo(NOISE).resolve("blobs"));
      var unfinished = blobs.resolve(FakeHub.sha("SHA-256", content) + ".incomplete");
      Files.write(unfinished, Arrays.copyOf(content, 1_234_567));
      var folder = HubFixture.locator(hub.environment(home)).locate(NOISE, Progress.NONE);
      assertEquals(List.of("bytes=1234567-"), hub.ranges("model.safetensors"));
      assertArrayEquals(content, Files.readAllBytes(folder.resolve("model.safetensors")));
      assertFalse(Files.exists(unfinished));
    }
  }

  @Test
  void whatWasKeptButIsWrongIsFetchedAfresh() throws Exception {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      var content = HubFixture.content(hub, NOISE, "model.safetensors");
      var blobs = Files.createDirectories(repo(NOISE).resolve("blobs"));
      Files.write(
          blobs.resolve(FakeHub.sha("SHA-256", content) + ".incomplete"), new byte[1_000_000]);
      var folder = HubFixture.locator(hub.environment(home)).locate(NOISE, Progress.NONE);
      assertEquals(List.of("bytes=1000000-", ""), hub.ranges("model.safetensors"));
      assertArrayEquals(content, Files.readAllBytes(folder.resolve("model.safetensors")));
    }
  }

  @Test
  void aServerWithoutRangesSendsAllOfItAgain() throws Exception {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      var content = HubFixture.content(hub, NOISE, "model.safetensors");
      var blobs = Files.createDirectories(repo(NOISE).resolve("blobs"));
      Files.write(
          blobs.resolve(FakeHub.sha("SHA-256", content) + ".incomplete"),
          Arrays.copyOf(content, 999));
      hub.spoil(STORED, (exchange, all) -> FakeHub.send(exchange, 200, all));
      var folder = HubFixture.locator(hub.environment(home)).locate(NOISE, Progress.NONE);
      assertArrayEquals(content, Files.readAllBytes(folder.resolve("model.safetensors")));
    }
  }

  @Test
  void whereThereAreNoLinksTheSnapshotHoldsTheFiles() throws Exception {
    try (var hub = HubFixture.solu()) {
      var environment = hub.environment(home, "HF_HUB_DISABLE_SYMLINKS", "1");
      var locator = HubFixture.checking(environment);
      var folder = locator.locate("solu-2l", Progress.NONE);
      assertTrue(Files.isRegularFile(folder.resolve("model_final.pth"), LinkOption.NOFOLLOW_LINKS));
      assertEquals(List.of(), names(repo(SOLU).resolve("blobs")));
      var asked = hub.seen.size();
      assertEquals(folder, locator.locate("solu-2l", Progress.NONE));
      assertEquals(asked, hub.seen.size());
    }
  }

  @Test
  void shardsAreFetchedByTheirIndex() throws Exception {
    var index =
        "{\"weight_map\": {\"a\": \"model-1.safetensors\", \"b\": \"model-2.safetensors\"}}";
    try (var hub =
        new FakeHub()
            .file("a/b", "config.json", "{}")
            .file("a/b", "vocab.json", "{}")
            .file("a/b", "merges.txt", "")
            .file("a/b", "special_tokens_map.json", "{}")
            .file("a/b", "model.safetensors.index.json", index)
            .file("a/b", "model-1.safetensors", new byte[10])
            .file("a/b", "model-2.safetensors", new byte[20])
            .file("a/b", "model-3.safetensors", new byte[30])) {
      var locator = HubFixture.locator(hub.environment(home));
      var folder = locator.locate("a/b", Progress.NONE);
      assertEquals(
          List.of(
              "config.json",
              "merges.txt",
              "model-1.safetensors",
              "model-2.safetensors",
              "model.safetensors.index.json",
              "special_tokens_map.json",
              "vocab.json"),
          names(folder));
      Files.delete(folder.resolve("model-2.safetensors"));
      assertFalse(locator.cached(new RepoId("a/b")).orElseThrow().complete());
      locator.locate("a/b", Progress.NONE);
      assertTrue(locator.cached(new RepoId("a/b")).orElseThrow().complete());
    }
  }

  @Test
  void withoutDigestsInTheListTheHeaderIsAsked() throws Exception {
    try (var hub = HubFixture.solu()) {
      hub.digestsInList = false;
      HubFixture.checking(hub.environment(home)).locate("solu-2l", Progress.NONE);
      var heads = hub.seen.stream().filter(seen -> seen.method().equals("HEAD")).toList();
      assertEquals(4, heads.size());
      assertTrue(heads.stream().allMatch(seen -> seen.server().equals("hub")), heads.toString());
    }
  }

  @Test
  void aRevisionHasItsOwnSnapshot() throws Exception {
    try (var hub = HubFixture.noise(NOISE, 1000)) {
      var locator = HubFixture.locator(hub.environment(home));
      var folder = locator.locate(NOISE + "@step3000", Progress.NONE);
      assertTrue(hub.seen.getFirst().path().endsWith("/api/models/a/noise/revision/step3000"));
      assertEquals(FakeHub.COMMIT, Files.readString(repo(NOISE).resolve("refs/step3000")));
      assertFalse(Files.exists(repo(NOISE).resolve("refs/main")));
      var asked = hub.seen.size();
      assertEquals(folder, locator.locate(NOISE + "@step3000", Progress.NONE));
      assertEquals(asked, hub.seen.size());
    }
  }

  @Test
  void manyAtOnceFetchAFileOnce() throws Exception {
    try (var hub = HubFixture.noise(NOISE, SIZE);
        var workers = new Workers(6)) {
      var environment = hub.environment(home);
      Callable<Path> locate = () -> HubFixture.locator(environment).locate(NOISE, Progress.NONE);
      var folders = workers.all(Collections.nCopies(6, locate));
      assertEquals(1, new TreeSet<>(folders).size());
      assertEquals(List.of(""), hub.ranges("model.safetensors"));
      var content = HubFixture.content(hub, NOISE, "model.safetensors");
      assertArrayEquals(
          content, Files.readAllBytes(folders.getFirst().resolve("model.safetensors")));
    }
  }

  @Test
  void cancellingKeepsWhatHasArrived() throws Exception {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      var stop = new AtomicBoolean();
      var reported = new ArrayList<String>();
      var progress =
          new Progress() {
            @Override
            public void report(String step, long done, long total, String unit) {
              reported.add("%s of %d %s".formatted(step, total, unit));
              stop.set(total == SIZE && done > 500_000);
            }

            @Override
            public boolean cancelled() {
              return stop.get();
            }
          };
      var locator = HubFixture.locator(hub.environment(home));
      assertThrows(CancellationException.class, () -> locator.locate(NOISE, progress));
      assertTrue(reported.contains("Downloading a/noise of 3000000 bytes"), reported.toString());
      assertFalse(locator.cached(new RepoId(NOISE)).orElseThrow().complete());
      locator.locate(NOISE, Progress.NONE);
      var from = hub.ranges("model.safetensors").getLast();
      assertTrue(start(from) > 500_000, from);
    }
  }

  @Test
  void nothingIsConnectedToForAFolder() throws PolysemeException {
    try (var hub = HubFixture.solu()) {
      var locator = HubFixture.locator(hub.environment(home));
      for (var path : List.of(home.toString(), "./none", "/no/such", "a/b/c", "src/none")) {
        assertEquals(Path.of(path), locator.locate(path, Progress.NONE));
      }
      assertEquals(List.of(), hub.seen);
    }
  }

  @Test
  void aCompleteCacheOfHuggingFaceIsUsedAsItIs() throws Exception {
    var snapshot = Files.createDirectories(repo(SOLU).resolve("snapshots").resolve(FakeHub.COMMIT));
    Files.createDirectories(repo(SOLU).resolve("blobs"));
    Files.createDirectories(repo(SOLU).resolve("refs"));
    Files.writeString(repo(SOLU).resolve("refs/main"), FakeHub.COMMIT);
    for (var name : List.of("config.json", "model_final.pth", "tokenizer.json")) {
      var content = HubFixture.parity(name);
      var digest = FakeHub.sha(FakeHub.isLarge(name) ? "SHA-256" : "SHA-1", content);
      Files.write(repo(SOLU).resolve("blobs").resolve(digest), content);
      Files.createSymbolicLink(snapshot.resolve(name), Path.of("../../blobs").resolve(digest));
    }
    try (var hub = new FakeHub()) {
      var locator = HubFixture.checking(hub.environment(home));
      var folder = locator.locate("solu-2l", Progress.NONE);
      assertEquals(SOLU, ModelFolder.read(folder).name());
      assertEquals(List.of(), hub.seen);
      var cached = locator.cached().getFirst();
      assertTrue(cached.complete());
      assertEquals(HubCache.of(hub.environment(home)).size(new RepoId(SOLU)), cached.bytes());
    }
  }
}
