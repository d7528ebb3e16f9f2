// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import polyseme.engine.task.CheckpointException;

/// The small models that tests read, and copies of them to spoil.
final class Checkpoints {

  private Checkpoints() {}

  static Path folder(String model) {
    return Path.of("src/test/resources/parity", model);
  }

  /// A copy of a small model in `parent`.
  static Path copy(String model, Path parent) throws IOException {
    var target = Files.createDirectories(parent.resolve(model));
    try (var files = Files.list(folder(model))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
    return target;
  }

  /// Replaces text in a copy's configuration.
  static void edit(Path file, String from, String to) throws IOException {
    var text = Files.readString(file);
    if (!text.contains(from)) {
      throw new IllegalArgumentException(from + " is not in " + file);
    }
    Files.writeString(file, text.replace(from, to));
  }

  static ModelWeights open(String model) throws CheckpointException {
    return ModelWeights.open(ModelFolder.read(folder(model)));
  }

  /// Opens a folder and reads all its weights.
  static void readAll(Path folder) throws CheckpointException {
    try (var weights = ModelWeights.open(ModelFolder.read(folder))) {
      for (var name : weights.names()) {
        weights.read(name);
      }
    }
  }

  static double sum(WeightTensor tensor) {
    var values = tensor.values();
    var sum = 0.0;
    while (values.hasRemaining()) {
      sum += values.get();
    }
    return sum;
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
