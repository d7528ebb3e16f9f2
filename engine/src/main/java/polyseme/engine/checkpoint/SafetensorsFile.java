// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import polyseme.engine.task.CheckpointException;

/// A safetensors file: named tensors after a header in JSON. Opening it checks every rule of the
/// format; numbers are read one tensor at a time, as 32-bit floats.
public final class SafetensorsFile implements AutoCloseable {

  private static final int LONGEST_HEADER = 100_000_000;
  private static final int LENGTH_FIELD = 8;

  private final FileNumbers numbers;
  private final SortedMap<String, SafetensorsHeader.Entry> entries;
  private final SortedMap<String, String> metadata;
  private final long dataStart;

  private SafetensorsFile(FileNumbers numbers, SafetensorsHeader.Content header, long dataStart) {
    this.numbers = numbers;
    this.entries = header.entries();
    this.metadata = Collections.unmodifiableSortedMap(header.metadata());
    this.dataStart = dataStart;
  }

  /// Opens a file and reads its header.
  ///
  /// @param file the file
  /// @return the open file; the caller closes it
  /// @throws CheckpointException if the file cannot be read or breaks a rule of the format
  public static SafetensorsFile open(Path file) throws CheckpointException {
    var numbers = FileNumbers.open(file);
    try {
      Failures.refuseNoWeights(numbers);
      var length = headerLength(numbers);
      var json = numbers.bytes(LENGTH_FIELD, length).array();
      if (length == 0 || json[0] != '{') {
        throw Failures.damaged(file, "its header does not begin with {");
      }
      var dataStart = (long) LENGTH_FIELD + length;
      var header = SafetensorsHeader.parse(file, json, numbers.size() - dataStart);
      return new SafetensorsFile(numbers, header, dataStart);
    } catch (CheckpointException e) {
      numbers.close();
      throw e;
    }
  }

  private static int headerLength(FileNumbers numbers) throws CheckpointException {
    if (numbers.size() < LENGTH_FIELD) {
      throw Failures.damaged(numbers.file(), "it is shorter than a header");
    }
    var length = numbers.bytes(0, LENGTH_FIELD).getLong();
    if (length < 0 || length > LONGEST_HEADER || length > numbers.size() - LENGTH_FIELD) {
      throw Failures.damaged(
          numbers.file(),
          "it announces a header of %s bytes in a file of %d"
              .formatted(Long.toUnsignedString(length), numbers.size()));
    }
    return (int) length;
  }

  /// The names of all tensors.
  ///
  /// @return the names, sorted
  public SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(new TreeMap<>(entries).navigableKeySet());
  }

  /// What the file says about itself.
  ///
  /// @return texts by name, often none
  public SortedMap<String, String> metadata() {
    return metadata;
  }

  /// Copies a tensor as 32-bit floats.
  ///
  /// @param name the tensor's name in the file
  /// @return its shape and numbers
  /// @throws CheckpointException if there is no such tensor, it is not stored as F32, F16 or BF16,
  ///   or the file cannot be read
  public WeightTensor read(String name) throws CheckpointException {
    var entry = entries.get(name);
    if (entry == null) {
      throw Failures.unsupported(file(), "holds no tensor %s".formatted(Failures.shown(name)));
    }
    if (!entry.info().type().readable()) {
      throw Failures.unsupported(
          file(),
          "stores tensor %s as %s; only F32, F16 and BF16 are read"
              .formatted(Failures.shown(name), entry.info().type()));
    }
    var count = (entry.end() - entry.begin()) / entry.info().type().bytes();
    var values = FileNumbers.allocate(file(), count);
    numbers(name, 0, values);
    try {
      var shape = entry.info().shape().stream().map(Math::toIntExact).toList();
      return new WeightTensor(shape, values.flip());
    } catch (ArithmeticException _) {
      throw Failures.unsupported(file(), "holds a tensor with an endless axis");
    }
  }

  @Override
  public void close() {
    numbers.close();
  }

  Path file() {
    return numbers.file();
  }

  SortedMap<String, TensorInfo> infos() {
    var infos = new TreeMap<String, TensorInfo>();
    entries.forEach((name, entry) -> infos.put(name, entry.info()));
    return infos;
  }

  /// As [TensorSource#read].
  long numbers(String name, long first, FloatBuffer target) throws CheckpointException {
    var entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(name);
    }
    var type = entry.info().type();
    var notFinite = numbers.floats(dataStart + entry.begin() + first * type.bytes(), type, target);
    return notFinite < 0 ? notFinite : first + notFinite;
  }
}
