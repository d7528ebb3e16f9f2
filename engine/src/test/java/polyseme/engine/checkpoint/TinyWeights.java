// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.task.OutputException;

/// Files of weights so small that every prefix of them can be tried.
public final class TinyWeights {

  private TinyWeights() {}

  /// Writes the format that the name asks for.
  ///
  /// @param file a name that ends in `.safetensors` or `.pth`
  /// @throws IOException if it cannot be written
  /// @throws OutputException if it cannot be written
  public static void write(Path file) throws IOException, OutputException {
    if (file.toString().endsWith(".pth")) {
      new TestPth()
          .raw("}")
          .text("w")
          .tensor("torch\nFloatStorage", 8, 1, new int[] {2, 3}, new int[] {1, 2})
          .raw("s.")
          .floats(0, 1, 2, 3, 4, 5, 6, 7)
          .write(file);
    } else {
      new SafetensorsWriter()
          .tensor("a", List.of(2, 3), () -> FloatBuffer.allocate(6))
          .tensor("b.c", List.of(), () -> FloatBuffer.allocate(1))
          .metadata("format", "pt")
          .write(file);
    }
  }

  /// Opens a file and reads all its tensors.
  ///
  /// @param file as [#write] makes them
  /// @throws CheckpointException if it is damaged
  public static void readAll(Path file) throws CheckpointException {
    if (file.toString().endsWith(".pth")) {
      try (var pth = PthFile.open(file)) {
        for (var tensor : pth.tensors().entrySet()) {
          var count = StridedView.whole(tensor.getValue().shape()).count();
          pth.read(tensor.getKey(), 0, FloatBuffer.allocate(Math.toIntExact(count)));
        }
      }
    } else {
      try (var safetensors = SafetensorsFile.open(file)) {
        for (var name : safetensors.names()) {
          safetensors.read(name);
        }
      }
    }
  }
}
