// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyseme.engine.model.Architecture;

/// The reference's own folders, where they lie beside the checkout: every tensor has a place and
/// every weight a tensor. The counts are sums over the headers of their files.
class GoldenFoldersTest {

  @ParameterizedTest
  @CsvSource({
    "llama, LLAMA, 63392",
    "mistral, MISTRAL, 63392",
    "qwen2, QWEN2, 52000",
    "qwen3, QWEN3, 58080",
    "gemma2, GEMMA2, 41120"
  })
  void everyTensorHasAPlace(String name, Architecture architecture, long numbers) throws Exception {
    var path = golden(name);
    assumeTrue(path.isPresent(), "the folder shared is not beside the checkout");
    var folder = ModelFolder.read(path.get());
    assertEquals(architecture, folder.config().architecture());
    try (var weights = ModelWeights.open(folder)) {
      assertEquals(List.of(), weights.unused());
      assertEquals(numbers, weights.parameters());
      var shapes = WeightShapes.of(folder.config());
      assertEquals(List.copyOf(shapes.keySet()), weights.names());
      for (var weight : weights.names()) {
        assertEquals(shapes.get(weight), weights.read(weight).shape(), weight);
      }
    }
  }

  private static Optional<Path> golden(String name) {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      var folder = at.resolve("shared").resolve("golden").resolve(name);
      if (Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }
}
