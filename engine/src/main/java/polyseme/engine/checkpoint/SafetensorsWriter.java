// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import polyseme.engine.task.AtomicFile;
import polyseme.engine.task.OutputException;

/// Writes safetensors files of 32-bit floats. Numbers are asked for one tensor at a time; the same
/// tensors give the same bytes; a file is there whole or not at all.
public final class SafetensorsWriter {

  private static final int ALIGNMENT = 8;
  private static final int CHUNK = 1 << 18;

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new TreeMap<>();

  private record Tensor(List<Integer> shape, Supplier<FloatBuffer> values) {
    long bytes() {
      return shape.stream().mapToLong(Integer::longValue).reduce(Float.BYTES, Math::multiplyExact);
    }
  }

  /// A file without tensors.
  public SafetensorsWriter() {}

  /// Adds a tensor.
  ///
  /// @param name its name, not used yet
  /// @param shape length of each axis
  /// @param values asked once, while the file is written: the numbers, last axis fastest
  /// @return this writer
  public SafetensorsWriter tensor(String name, List<Integer> shape, Supplier<FloatBuffer> values) {
    var impossible = shape.stream().anyMatch(length -> length < 0);
    if (impossible || name.equals("__metadata__") || tensors.containsKey(name)) {
      throw new IllegalArgumentException("no tensor %s of shape %s".formatted(name, shape));
    }
    tensors.put(name, new Tensor(List.copyOf(shape), values));
    return this;
  }

  /// Adds an entry to the file's metadata.
  ///
  /// @param key its key
  /// @param value its value
  /// @return this writer
  public SafetensorsWriter metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /// Writes the file.
  ///
  /// @param file where to; replaced if it is there
  /// @throws OutputException if it cannot be written
  public void write(Path file) throws OutputException {
    AtomicFile.writeChannel(file, this::writeAll);
  }

  private void writeAll(FileChannel channel) throws IOException {
    var header = header();
    var start = ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
    writeFully(channel, start.putLong(header.length).put(header).flip());
    for (var entry : tensors.entrySet()) {
      var values = entry.getValue().values().get().duplicate();
      if ((long) values.remaining() * Float.BYTES != entry.getValue().bytes()) {
        throw new IllegalArgumentException(
            "%s of shape %s with %d numbers"
                .formatted(entry.getKey(), entry.getValue().shape(), values.remaining()));
      }
      writeNumbers(channel, values);
    }
  }

  private byte[] header() {
    var header = new LinkedHashMap<String, Object>();
    if (!metadata.isEmpty()) {
      header.put("__metadata__", metadata);
    }
    var offset = 0L;
    for (var entry : tensors.entrySet()) {
      var end = Math.addExact(offset, entry.getValue().bytes());
      var fields = new LinkedHashMap<String, Object>();
      fields.put("dtype", ElementType.F32.name());
      fields.put("shape", entry.getValue().shape());
      fields.put("data_offsets", List.of(offset, end));
      header.put(entry.getKey(), fields);
      offset = end;
    }
    var json = Json.bytes(header);
    var padded = Arrays.copyOf(json, Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  private static void writeNumbers(FileChannel channel, FloatBuffer values) throws IOException {
    var chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    while (values.hasRemaining()) {
      var count = Math.min(values.remaining(), CHUNK / Float.BYTES);
      var part = values.slice(values.position(), count);
      values.position(values.position() + count);
      chunk.clear().limit(count * Float.BYTES);
      chunk.asFloatBuffer().put(part);
      writeFully(channel, chunk);
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
