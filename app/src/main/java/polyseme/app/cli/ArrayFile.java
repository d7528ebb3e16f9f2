// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedSet;
import polyseme.engine.checkpoint.NpzFile;
import polyseme.engine.checkpoint.SafetensorsFile;
import polyseme.engine.checkpoint.WeightTensor;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;

/// Arrays out of files that `polyseme run` or NumPy wrote.
final class ArrayFile {

  private ArrayFile() {}

  /// Reads one array.
  ///
  /// @param file a `.npz` or `.safetensors` file
  /// @param name the array's name
  /// @param orOnly whether the only array of a file may have another name
  /// @throws PolysemeException if the file cannot be read or does not have it
  static WeightTensor read(Path file, String name, boolean orOnly) throws PolysemeException {
    var ending = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (!Files.exists(file)) {
      throw new RequestException("There is no file %s.".formatted(file), "Check its name.");
    }
    if (ending.endsWith(".npz")) {
      try (var npz = NpzFile.open(file)) {
        return npz.read(chosen(file, npz.names(), name, orOnly));
      }
    }
    if (ending.endsWith(".safetensors")) {
      try (var tensors = SafetensorsFile.open(file)) {
        return tensors.read(chosen(file, tensors.names(), name, orOnly));
      }
    }
    throw new RequestException(
        "%s is no file of arrays.".formatted(file), "Name a .npz or .safetensors file.");
  }

  private static String chosen(Path file, SortedSet<String> names, String name, boolean orOnly)
      throws RequestException {
    if (names.contains(name)) {
      return name;
    }
    if (orOnly && names.size() == 1) {
      return names.getFirst();
    }
    throw new RequestException(
        "%s holds no array %s.".formatted(file, name),
        names.isEmpty()
            ? "It holds no array at all."
            : "It holds %s.".formatted(Choices.of(names.stream().limit(5).toList())));
  }

  /// The numbers of an array.
  static float[] numbers(WeightTensor array) {
    var values = array.values();
    var numbers = new float[values.remaining()];
    values.get(numbers);
    return numbers;
  }
}
