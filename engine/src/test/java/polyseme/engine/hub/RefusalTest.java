// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static polyseme.engine.hub.HubFixture.SOLU;
import static polyseme.engine.hub.Sentences.SECRET;
import static polyseme.engine.hub.Sentences.assertSays;
import static polyseme.engine.hub.Sentences.refused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.hubcache.HubEnvironment;
import polyseme.engine.task.HubException;
import polyseme.engine.task.Progress;

/// Names that mean nothing and servers that say no.
final class RefusalTest {

  private static final String NOISE = "a/noise";
  private static final int SIZE = 300_000;
  private static final String STORED =
      "/store/a/noise/resolve/%s/model.safetensors".formatted(FakeHub.COMMIT);

  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(
      strings = {"bert-base-cased", "mixtral", "Qwen/Qwen-7B", "GPT-OSS", "olmo-3-7b-think"})
  void aFamilyThatCannotBeOpenedIsRefusedBeforeAnythingIsAsked(String name) {
    try (var hub = HubFixture.solu()) {
      var failure = refused(hub.environment(home), name);
      assertSays(failure, "cannot be opened: i", "polyseme models");
      assertEquals(List.of(), hub.seen);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "solu-2x, solu-2l",
    "pythia70m, pythia-70m",
    "a b/c, Did you mean",
    "x@y, owner/name"
  })
  void whatIsNoNameIsRefusedWithTheNearest(String name, String nearest) {
    try (var hub = HubFixture.solu()) {
      assertSays(refused(hub.environment(home), name), name, nearest);
      assertEquals(List.of(), hub.seen);
    }
  }

  @Test
  void offlineNothingIsAsked() {
    try (var hub = HubFixture.solu()) {
      var environment = hub.environment(home, "TRANSFORMERS_OFFLINE", "1");
      assertSays(refused(environment, "solu-2l"), SOLU, "HF_HUB_OFFLINE", "nothing of it is there");
      assertEquals(List.of(), hub.seen);
    }
  }

  @Test
  void offlineWhatIsMissingIsNamed() throws Exception {
    try (var hub = HubFixture.solu()) {
      var folder = HubFixture.locator(hub.environment(home)).locate(SOLU, Progress.NONE);
      Files.delete(folder.resolve("model_final.pth"));
      var environment = hub.environment(home, "HF_HUB_OFFLINE", "1");
      assertSays(refused(environment, "solu-2l"), "missing: weights");
    }
  }

  @Test
  void withoutAServerTheSentenceSaysSo() {
    var hub = HubFixture.solu();
    var environment = hub.environment(home);
    hub.close();
    assertSays(refused(environment, "solu-2l"), "cannot be connected to", "Check the connection");
  }

  @Test
  void anEndpointThatIsNoAddressIsNamed() {
    var environment = new HubEnvironment(Map.of("HF_ENDPOINT", "not an address"), home);
    assertSays(refused(environment, "solu-2l"), "HF_ENDPOINT", "not an address");
  }

  @Test
  void aModelThatIsNotThereIsNoBreakdown() {
    try (var hub = HubFixture.solu()) {
      assertSays(refused(hub.environment(home), "a/b"), "There is no model a/b", "HF_TOKEN");
      assertEquals(1, hub.seen.size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, '', no, There is no model",
    "401, '', yes, does not accept your token",
    "401, GatedRepo, no, is gated",
    "403, GatedRepo, yes, your token does not open it",
    "403, '', no, is gated",
    "404, RevisionNotFound, no, has no revision main",
    "404, RepoNotFound, no, There is no model",
    "451, '', no, 451"
  })
  void whatTheHubRefusesIsExplained(int status, String code, String token, String words) {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      hub.status("/revision/main", status, "X-Error-Code", code);
      var environment =
          token.equals("yes") ? hub.environment(home, "HF_TOKEN", SECRET) : hub.environment(home);
      assertSays(refused(environment, NOISE), words);
      assertEquals(1, hub.seen.size());
    }
  }

  @Test
  void aGatedModelSaysWhereATokenGoes() {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      hub.status("/config.json", 403, "X-Error-Code", "GatedRepo");
      assertSays(
          refused(hub.environment(home), NOISE),
          hub.endpoint() + "/" + NOISE,
          "HF_TOKEN",
          home.resolve(".cache/huggingface/token").toString());
    }
  }

  @Test
  void theTokenGoesToTheHubOnly() throws Exception {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      HubFixture.locator(hub.environment(home, "HF_TOKEN", SECRET)).locate(NOISE, Progress.NONE);
      assertTrue(hub.seen.stream().anyMatch(seen -> seen.server().equals("store")));
      for (var seen : hub.seen) {
        var expected = seen.server().equals("hub") ? "Bearer " + SECRET : "";
        assertEquals(expected, seen.token(), seen.path());
      }
    }
  }

  @Test
  void redirectsThatDoNotEndAreNotFollowedForever() {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      for (var i = 0; i < 20; i++) {
        hub.status("/config.json", 302, "Location", "config.json");
      }
      assertSays(refused(hub.environment(home), NOISE), "on and on");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "http://[", "ftp://example.org/x"})
  void redirectsToNoServerAreNotFollowed(String location) {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      hub.status("/config.json", 302, "Location", location);
      assertSays(refused(hub.environment(home), NOISE), "nothing safe");
    }
  }

  @Test
  void aRenamedRepositoryIsFollowed() throws Exception {
    try (var hub = HubFixture.noise("openai-community/gpt2", SIZE)) {
      for (var file : List.of("/config.json", "/tokenizer.json", "/model.safetensors")) {
        var place = "/openai-community/gpt2/resolve/" + FakeHub.COMMIT + file;
        hub.status("/gpt2/resolve/" + FakeHub.COMMIT + file, 307, "Location", place);
      }
      hub.status(
          "/api/models/gpt2/revision/main",
          307,
          "Location",
          "/api/models/openai-community/gpt2/revision/main?blobs=true");
      var folder = HubFixture.locator(hub.environment(home)).locate("gpt2-small", Progress.NONE);
      assertTrue(folder.toString().contains("models--gpt2"), folder.toString());
    }
  }

  @Test
  void aBusyHubIsGivenTimeAsItAsks() throws Exception {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      hub.status("/revision/main", 429, "Retry-After", "1").status("/revision/main", 503);
      var begun = System.nanoTime();
      HubFixture.locator(hub.environment(home)).locate(NOISE, Progress.NONE);
      assertTrue(System.nanoTime() - begun >= 1_000_000_000L);
      assertEquals(3, hub.requests("/revision/main"));
    }
  }

  @Test
  void aBusyHubIsNotWaitedForTooLong() {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      hub.status("/revision/main", 429, "Retry-After", "600");
      assertSays(refused(hub.environment(home), NOISE), "no more requests", "10 min");
      assertEquals(1, hub.seen.size());
    }
  }

  @Test
  void waitingCanBeCancelled() {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      hub.status("/revision/main", 429, "Retry-After", "3");
      var progress =
          new Progress() {
            private boolean waits;

            @Override
            public void report(String step, long done, long total, String unit) {
              waits |= step.startsWith("Waiting");
            }

            @Override
            public boolean cancelled() {
              return waits;
            }
          };
      var locator = HubFixture.locator(hub.environment(home));
      var begun = System.nanoTime();
      assertThrows(CancellationException.class, () -> locator.locate(NOISE, progress));
      assertTrue(System.nanoTime() - begun < 2_500_000_000L);
    }
  }

  @Test
  void tooLittleRoomIsSaidBeforeTheWeightsAreFetched() {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      var locator =
          HubFixture.locator(
              hub.environment(home), _ -> {}, HubFixture.QUICK, 16_000_000 + SIZE - 1);
      assertSays(refused(locator, NOISE), "0.3 MB more", "16.3 MB are free", "HF_HUB_CACHE");
      assertEquals(0, hub.requests(STORED));
    }
  }

  @Test
  void aModelTheEngineRefusesIsNotFetched() {
    try (var hub =
        HubFixture.noise(NOISE, SIZE).file(NOISE, "config.json", "{\"model_type\": \"bert\"}")) {
      var failure = refused(HubFixture.checking(hub.environment(home)), NOISE);
      assertSays(failure, "bert");
      assertEquals(0, hub.requests(STORED));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "config.json, has no config.json",
    "tokenizer.json, has no tokenizer",
    "model.safetensors, has no weights"
  })
  void aRepositoryThatIsNoModelIsRefused(String left, String words) {
    try (var hub = new FakeHub()) {
      for (var name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
        if (!name.equals(left)) {
          hub.file("a/b", name, "{}");
        }
      }
      assertSays(refused(hub.environment(home), "a/b"), words);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    var file = Files.writeString(home.resolve("file"), "");
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      var environment = hub.environment(home, "HF_HUB_CACHE", file.toString());
      var failure = refused(environment, NOISE);
      assertTrue(failure instanceof HubException);
      assertSays(failure, "cannot be written", "HF_HUB_CACHE");
    }
  }
}
