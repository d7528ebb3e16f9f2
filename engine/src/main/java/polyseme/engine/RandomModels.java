// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.nio.file.Path;
import java.util.List;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.checkpoint.ProcessedWeights;
import polyseme.engine.djl.DjlModels;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// Makes models with random weights: for measuring speed, where the numbers do not matter but the
/// sizes do.
public final class RandomModels {

  private RandomModels() {}

  /// Makes a model. The same configuration and seed give the same weights; its tokenizer gives a
  /// token to each byte.
  ///
  /// @param config sizes and variants; at least 257 tokens
  /// @param seed where the chance begins
  /// @return the model; the caller closes it
  /// @throws PolysemeException if the engine cannot be used
  public static HookedModel open(ModelConfig config, long seed) throws PolysemeException {
    return open(config, OpenOptions.defaults(), seed);
  }

  /// The same, opened as asked for.
  ///
  /// @param config sizes and variants before processing; at least 257 tokens
  /// @param options how
  /// @param seed where the chance begins
  /// @return the model; the caller closes it
  /// @throws PolysemeException if the engine cannot be used
  public static HookedModel open(ModelConfig config, OpenOptions options, long seed)
      throws PolysemeException {
    var nowhere = Path.of("random");
    var folder =
        new ModelFolder(
            nowhere,
            "random",
            config,
            List.of(),
            nowhere.resolve("tokenizer.json"),
            "random-%d-%s".formatted(seed, Integer.toHexString(config.hashCode())));
    var raw = new RandomWeights(config, seed);
    try (var weights = ProcessedWeights.of(raw, config, options.processing())) {
      return DjlModels.open(
          folder, weights, new ByteTokenizer(config.dims().dVocab()), Progress.NONE);
    }
  }
}
