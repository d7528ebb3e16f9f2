// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static polyseme.engine.hub.Sentences.assertSays;
import static polyseme.engine.hub.Sentences.refused;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that lie, fall silent or break off.
final class SpoiltAnswersTest {

  private static final String NOISE = "a/noise";
  private static final int SIZE = 300_000;
  private static final String STORED =
      "/store/a/noise/resolve/%s/model.safetensors".formatted(FakeHub.COMMIT);

  @TempDir private Path home;

  @Test
  void aHubThatStaysOutOfOrderIsGivenUp() {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      for (var i = 0; i < 10; i++) {
        hub.status(STORED, 500);
      }
      assertSays(refused(hub.environment(home), NOISE), "not in order (status 500)");
      assertEquals(4, hub.requests(STORED));
    }
  }

  @Test
  void connectionsThatAlwaysBreakAreGivenUp() {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      for (var i = 0; i < 10; i++) {
        hub.breakOff(STORED, 10);
      }
      assertSays(refused(hub.environment(home), NOISE), "the connection broke off");
      assertEquals(4, hub.requests(STORED));
    }
  }

  @Test
  void aServerThatFallsSilentIsNotWaitedForForever() {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      for (var i = 0; i < 2; i++) {
        hub.spoil(
            STORED,
            (exchange, content) -> {
              exchange.sendResponseHeaders(200, content.length);
              exchange.getResponseBody().write(content, 0, 100);
              exchange.getResponseBody().flush();
              sleep();
            });
      }
      var times = new HubTimes(2, Duration.ofMillis(1), Duration.ofMillis(700), Duration.ZERO);
      var locator = HubFixture.locator(hub.environment(home), _ -> {}, times, Long.MAX_VALUE);
      assertSays(refused(locator, NOISE), "does not answer");
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(5000);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anotherLengthThanPromisedIsRefused() throws IOException {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      hub.spoil(STORED, (exchange, _) -> FakeHub.send(exchange, 200, new byte[123]));
      assertSays(
          refused(hub.environment(home), NOISE), "123 bytes instead of 300,000", "log-in page");
      assertNoWeights();
    }
  }

  @Test
  void moreThanPromisedIsRefused() throws IOException {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      hub.spoil(
          STORED,
          (exchange, content) -> {
            exchange.sendResponseHeaders(200, 0); // in chunks, without a length
            for (var i = 0; i < 3; i++) {
              exchange.getResponseBody().write(content);
            }
          });
      assertSays(refused(hub.environment(home), NOISE), "instead of 300,000");
      assertNoWeights();
    }
  }

  @Test
  void anotherContentThanPromisedIsRefused() throws IOException {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      for (var i = 0; i < 2; i++) {
        hub.spoil(STORED, (exchange, _) -> FakeHub.send(exchange, 200, new byte[SIZE]));
      }
      assertSays(refused(hub.environment(home), NOISE), "twice", "digest");
      assertEquals(2, hub.requests(STORED));
      assertNoWeights();
    }
  }

  @Test
  void aSmallFileIsCheckedAsGitDoes() {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      for (var i = 0; i < 2; i++) {
        hub.spoil(
            "/config.json",
            (exchange, content) -> {
              content[3] ^= 1;
              FakeHub.send(exchange, 200, content.clone());
              content[3] ^= 1;
            });
      }
      assertSays(refused(hub.environment(home), NOISE), "config.json", "digest");
    }
  }

  private void assertNoWeights() throws IOException {
    try (var tree = Files.walk(home)) {
      assertTrue(tree.noneMatch(file -> file.endsWith("model.safetensors")));
    }
    assertFalse(Files.exists(home.resolve(".cache/huggingface/hub/models--a--noise/refs/main")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>log in</html>",
        "{}",
        "[]",
        "{\"sha\": \"../../..\", \"siblings\": []}",
        "{\"sha\": 1, \"siblings\": 2}"
      })
  void whatIsNoListIsRefused(String answer) {
    try (var hub = HubFixture.noise(NOISE, SIZE)) {
      hub.spoil(
          "/revision/main",
          (exchange, _) -> FakeHub.send(exchange, 200, answer.getBytes(StandardCharsets.UTF_8)));
      assertSays(refused(hub.environment(home), NOISE), "no hub's answer");
    }
  }
}
