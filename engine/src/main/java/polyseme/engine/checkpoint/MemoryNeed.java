// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;

/// How much memory the weights of a model take, known before any of them is read.
///
/// @param weights bytes of all weights in 32-bit numbers; a tied unembedding counts once
/// @param largest bytes of the largest of them, which is there twice while it is turned
public record MemoryNeed(long weights, long largest) {

  private static final double GIGA = 1e9;
  private static final double MEGA = 1e6;

  /// What a model needs.
  ///
  /// @param config what it is
  /// @param weights its weights, of which none is read
  /// @return the need
  public static MemoryNeed of(ModelConfig config, ModelWeights weights) {
    var all = WeightShapes.of(config);
    var sum = 0L;
    var largest = 0L;
    for (Map.Entry<String, List<Integer>> one : all.entrySet()) {
      var bytes =
          one.getValue().stream()
              .mapToLong(Integer::longValue)
              .reduce(Float.BYTES, (a, b) -> a * b);
      largest = Math.max(largest, bytes);
      sum += weights.tied() && one.getKey().equals("unembed.W_U") ? 0 : bytes;
    }
    return new MemoryNeed(sum, largest);
  }

  /// All of it.
  ///
  /// @return bytes
  public long bytes() {
    return weights + largest;
  }

  /// All of it, for people.
  ///
  /// @return `1.9 GB`, `0.4 MB`
  public String text() {
    return text(bytes());
  }

  private static String text(long bytes) {
    return bytes < 0.1 * GIGA
        ? String.format(Locale.ROOT, "%.1f MB", bytes / MEGA)
        : String.format(Locale.ROOT, "%,.1f GB", bytes / GIGA);
  }

  /// Refuses a model for which there is too little memory.
  ///
  /// @param name the model's name
  /// @param free bytes that can be had
  /// @throws CheckpointException with both numbers
  public void check(String name, long free) throws CheckpointException {
    if (bytes() > free) {
      throw new CheckpointException(
          "%s needs %s of memory, and %s are free.".formatted(name, text(), text(free)),
          "Close other programs and open it again, or choose a smaller model.");
    }
  }
}
