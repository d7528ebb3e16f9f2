// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.task.PolysemeException;

/// A checkpoint whose numbers tell where they lie in its files: number `i` of the `n`-th tensor is
/// `1000 n + i`.
final class NumberedCheckpoint {

  private static final int STEP = 1000;

  private final Path folder;
  private final Map<String, List<Integer>> tensors = new TreeMap<>();

  private NumberedCheckpoint(Path folder) {
    this.folder = folder;
  }

  /// Begins one.
  ///
  /// @param folder where to
  /// @param config its `config.json`
  static NumberedCheckpoint in(Path folder, String config) throws IOException {
    Files.createDirectories(folder);
    for (var name : List.of("tokenizer.json", "tokenizer_config.json")) {
      Files.write(
          folder.resolve(name), Checkpoints.bytes(Checkpoints.folder("gpt2").resolve(name)));
    }
    Files.writeString(folder.resolve("config.json"), config);
    return new NumberedCheckpoint(folder);
  }

  NumberedCheckpoint tensor(String name, Integer... shape) {
    tensors.put(name, List.of(shape));
    return this;
  }

  NumberedCheckpoint without(String name) {
    tensors.remove(name);
    return this;
  }

  /// The same tensors under other names.
  NumberedCheckpoint renamed(String from, String to) {
    for (var name : new ArrayList<>(tensors.keySet())) {
      if (name.startsWith(from)) {
        tensors.put(to + name.substring(from.length()), tensors.remove(name));
      }
    }
    return this;
  }

  ModelWeights open() throws PolysemeException {
    var writer = new SafetensorsWriter();
    for (var tensor : tensors.entrySet()) {
      writer.tensor(tensor.getKey(), tensor.getValue(), () -> numbers(tensor.getKey()));
    }
    writer.write(folder.resolve("model.safetensors"));
    return ModelWeights.open(ModelFolder.read(folder));
  }

  /// The number at a place of a stored tensor.
  float at(String tensor, int... place) {
    var shape = shape(tensor);
    var index = 0;
    for (var axis = 0; axis < place.length; axis++) {
      index = index * shape.get(axis) + place[axis];
    }
    return numbers(tensor).get(index);
  }

  /// The number at a place of a weight.
  static float at(ModelWeights weights, String name, int... place) throws CheckpointException {
    var weight = weights.read(name);
    var index = 0;
    for (var axis = 0; axis < place.length; axis++) {
      index = index * weight.shape().get(axis) + place[axis];
    }
    return weight.values().get(index);
  }

  private List<Integer> shape(String tensor) {
    return Objects.requireNonNull(tensors.get(tensor), tensor);
  }

  private FloatBuffer numbers(String tensor) {
    var first = STEP * (1 + List.copyOf(tensors.keySet()).indexOf(tensor));
    var count = shape(tensor).stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
    var numbers =
        ByteBuffer.allocateDirect(count * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (var i = 0; i < count; i++) {
      numbers.put(i, first + i);
    }
    return numbers;
  }
}
