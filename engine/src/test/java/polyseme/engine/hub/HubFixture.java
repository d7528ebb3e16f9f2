// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.hubcache.HubEnvironment;

/// What tests of downloads share.
final class HubFixture {

  static final String SOLU = "NeelNanda/SoLU_2L512W_C4_Code";
  static final String DIGITS = "NeelNanda/gpt-neox-tokenizer-digits";
  static final HubTimes QUICK =
      new HubTimes(4, Duration.ofMillis(2), Duration.ofSeconds(5), Duration.ofSeconds(3));
  private static final Path PARITY = Path.of("src/test/resources/parity/solu-2l");

  private HubFixture() {}

  static byte[] parity(String name) {
    try {
      return Files.readAllBytes(PARITY.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As NeelNanda's repositories are: the tokenizer in another one, old states of the weights
  /// below.
  static FakeHub solu() {
    var config = new String(parity("config.json"), StandardCharsets.UTF_8);
    return new FakeHub()
        .file(SOLU, "config.json", config.replace("\"local\"", "\"" + DIGITS + "\""))
        .file(SOLU, "model_final.pth", parity("model_final.pth"))
        .file(SOLU, "checkpoints/SoLU_2L_000.pth", new byte[1000])
        .file(SOLU, "README.md", "A model.")
        .file(DIGITS, "tokenizer.json", parity("tokenizer.json"))
        .file(DIGITS, "tokenizer_config.json", parity("tokenizer_config.json"))
        .file(DIGITS, "vocab.json", "{}");
  }

  /// A made-up model whose weights are noise.
  static FakeHub noise(String repo, int bytes) {
    var weights = new byte[bytes];
    new Random(7).nextBytes(weights);
    return new FakeHub()
        .file(repo, "config.json", "{\"model_type\": \"gpt2\"}")
        .file(repo, "tokenizer.json", "{}")
        .file(repo, "model.safetensors", weights)
        .file(repo, "pytorch_model.bin", new byte[bytes])
        .file(repo, "flax_model.msgpack", new byte[bytes]);
  }

  static byte[] content(FakeHub hub, String repo, String name) {
    return hub.content("/%s/resolve/%s/%s".formatted(repo, FakeHub.COMMIT, name));
  }

  static ModelLocator locator(HubEnvironment environment) {
    return locator(environment, _ -> {}, QUICK, Long.MAX_VALUE);
  }

  static ModelLocator checking(HubEnvironment environment) {
    return locator(environment, ModelFolder::check, QUICK, Long.MAX_VALUE);
  }

  static ModelLocator locator(
      HubEnvironment environment, FolderCheck check, HubTimes times, long room) {
    return new ModelLocator(environment, new ModelDownload(environment, check, times, _ -> room));
  }
}
