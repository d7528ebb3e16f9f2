// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import polyseme.engine.task.AtomicFile;
import polyseme.engine.task.OutputException;
import polyseme.engine.tensor.Activations;

/// Writes files that NumPy's `np.load` reads: a zip of stored `.npy` members, version 1.0,
/// little-endian, last axis fastest. The same arrays give the same bytes; a file is there whole or
/// not at all.
///
/// Source: NumPy's description of the npy format (NEP 1).
public final class NpzWriter {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;
  private static final int CHUNK = 1 << 14;
  // A zip has no moment "none"; this is the first one it can write, in any time zone.
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Map<String, Member> members = new LinkedHashMap<>();

  /// Takes a part of a byte array.
  private interface Bytes {
    void accept(byte[] bytes, int from, int count) throws IOException;
  }

  /// Hands over the numbers, chunk by chunk.
  private interface Numbers {
    void writeTo(Bytes bytes) throws IOException;
  }

  private record Member(String type, List<Integer> shape, int elementBytes, Numbers numbers) {
    long bytes() {
      return shape.stream().mapToLong(Integer::longValue).reduce(elementBytes, Math::multiplyExact);
    }
  }

  /// A file without arrays.
  public NpzWriter() {}

  /// Adds activations as float32.
  ///
  /// @param name its name, not used yet
  /// @param values the activations
  /// @return this writer
  public NpzWriter floats(String name, Activations values) {
    return put(
        name, new Member("<f4", values.shape(), Float.BYTES, bytes -> writeFloats(values, bytes)));
  }

  /// Adds one axis of int32.
  ///
  /// @param name its name, not used yet
  /// @param values the numbers
  /// @return this writer
  public NpzWriter ints(String name, List<Integer> values) {
    return ints(name, List.of(values.size()), values);
  }

  /// Adds int32 of any shape.
  ///
  /// @param name its name, not used yet
  /// @param shape length of each axis
  /// @param values the numbers, last axis fastest
  /// @return this writer
  public NpzWriter ints(String name, List<Integer> shape, List<Integer> values) {
    var kept = List.copyOf(values);
    var member =
        new Member("<i4", List.copyOf(shape), Integer.BYTES, bytes -> writeInts(kept, bytes));
    if (member.bytes() != (long) kept.size() * Integer.BYTES) {
      throw new IllegalArgumentException(
          "%s of shape %s with %d numbers".formatted(name, shape, kept.size()));
    }
    return put(name, member);
  }

  /// Adds a text of printable ASCII, which NumPy reads as an array without axes.
  ///
  /// @param name its name, not used yet
  /// @param text the text, not empty
  /// @return this writer
  public NpzWriter text(String name, String text) {
    var bytes = text.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length == 0 || !text.equals(new String(bytes, StandardCharsets.US_ASCII))) {
      throw new IllegalArgumentException("“%s” is not ASCII".formatted(text));
    }
    // NumPy's characters have four bytes, as numbers do
    var characters = text.chars().boxed().toList();
    return put(
        name,
        new Member(
            "<U" + bytes.length,
            List.of(),
            bytes.length * Integer.BYTES,
            into -> writeInts(characters, into)));
  }

  private NpzWriter put(String name, Member member) {
    if (members.putIfAbsent(name, member) != null) {
      throw new IllegalArgumentException("two arrays are called " + name);
    }
    return this;
  }

  /// Writes the file.
  ///
  /// @param file where to; replaced if it is there
  /// @throws OutputException if it cannot be written
  public void write(Path file) throws OutputException {
    AtomicFile.write(
        file,
        out -> {
          var zip = new ZipOutputStream(out);
          for (var member : members.entrySet()) {
            write(zip, member.getKey() + ".npy", member.getValue());
          }
          zip.finish();
        });
  }

  private static void write(ZipOutputStream zip, String name, Member member) throws IOException {
    var header = header(member);
    var crc = new CRC32();
    crc.update(header);
    member.numbers().writeTo(crc::update);
    var entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(header.length + member.bytes());
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    zip.write(header);
    member.numbers().writeTo(zip::write);
    zip.closeEntry();
  }

  private static void writeFloats(Activations activations, Bytes into) throws IOException {
    var values = activations.toArray();
    var chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (var from = 0; from < values.length; from += CHUNK) {
      var count = Math.min(CHUNK, values.length - from);
      chunk.asFloatBuffer().put(values, from, count);
      into.accept(chunk.array(), 0, count * Float.BYTES);
    }
  }

  private static void writeInts(List<Integer> values, Bytes into) throws IOException {
    var all = ByteBuffer.allocate(values.size() * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(all::putInt);
    into.accept(all.array(), 0, all.capacity());
  }

  private static byte[] header(Member member) {
    var shape = member.shape().stream().map(String::valueOf).collect(Collectors.joining(", "));
    var comma = member.shape().size() == 1 ? "," : "";
    var text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }"
            .formatted(member.type(), shape, comma);
    var bare = MAGIC.length + Short.BYTES + text.length() + 1;
    var padding = (ALIGNMENT - bare % ALIGNMENT) % ALIGNMENT;
    var line = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(MAGIC.length + Short.BYTES + line.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) line.length)
        .put(line)
        .array();
  }
}
