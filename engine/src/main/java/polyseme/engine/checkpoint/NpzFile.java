// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import polyseme.engine.task.CheckpointException;

/// Reads files of NumPy's `np.savez`: a zip of stored `.npy` members. Numbers of 16, 32 or 64 bits
/// are read as 32-bit floats; nothing is ever executed.
///
/// Source: NumPy's description of the npy format (NEP 1).
public final class NpzFile implements AutoCloseable {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int VERSION_1_PREFIX = MAGIC.length + 2 + Short.BYTES;
  private static final int VERSION_2_PREFIX = MAGIC.length + 2 + Integer.BYTES;
  private static final int LONGEST_HEADER = 1 << 16;
  private static final int LONGEST_ARRAY = 1 << 28;
  private static final String MEMBER = ".npy";

  private static final Pattern TYPE = Pattern.compile("'descr': *'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order': *False");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]*)\\)");

  private final FileNumbers numbers;
  private final Map<String, ZipIndex.Entry> entries;

  private record Header(String type, List<Integer> shape, long start) {}

  private NpzFile(FileNumbers numbers, Map<String, ZipIndex.Entry> entries) {
    this.numbers = numbers;
    this.entries = entries;
  }

  /// Opens a file and reads its directory.
  ///
  /// @param file the file
  /// @return the open file; the caller closes it
  /// @throws CheckpointException if the file cannot be read, is no zip file, or holds compressed
  ///   members
  public static NpzFile open(Path file) throws CheckpointException {
    var numbers = FileNumbers.open(file);
    try {
      return new NpzFile(numbers, ZipIndex.read(numbers));
    } catch (CheckpointException e) {
      numbers.close();
      throw new CheckpointException(
          e.what(), "Write the file with np.savez, not np.savez_compressed, or copy it again.");
    }
  }

  /// The names of all arrays.
  ///
  /// @return the names, sorted
  public SortedSet<String> names() {
    var names = new TreeSet<String>();
    for (var name : entries.keySet()) {
      if (name.endsWith(MEMBER)) {
        names.add(name.substring(0, name.length() - MEMBER.length()));
      }
    }
    return names;
  }

  /// Copies an array as 32-bit floats.
  ///
  /// @param name its name
  /// @return its shape and numbers
  /// @throws CheckpointException if there is no such array, it holds no such numbers, or its bytes
  ///   contradict the format
  public WeightTensor read(String name) throws CheckpointException {
    var entry = entries.get(name + MEMBER);
    if (entry == null) {
      throw refused("holds no array %s".formatted(Failures.shown(name)));
    }
    var header = header(name, entry);
    var count = 1L;
    for (var length : header.shape()) {
      count *= length;
      if (count > LONGEST_ARRAY) {
        throw refused("holds an array %s that is too large".formatted(Failures.shown(name)));
      }
    }
    var width =
        switch (header.type()) {
          case "<f2" -> Short.BYTES;
          case "<f4" -> Float.BYTES;
          case "<f8" -> Double.BYTES;
          default ->
              throw refused(
                  "stores array %s as %s; only floating-point numbers are read"
                      .formatted(Failures.shown(name), Failures.shown(header.type())));
        };
    if (header.start() + count * width != entry.start() + entry.size()) {
      throw damaged(name, "has more or fewer bytes than its shape says");
    }
    var values = FileNumbers.allocate(numbers.file(), count);
    fill(header.start(), width, values);
    return new WeightTensor(header.shape(), values.flip());
  }

  private void fill(long start, int width, FloatBuffer values) throws CheckpointException {
    if (width == Double.BYTES) {
      // NumPy's own width; vectors made by hand are short.
      var doubles =
          numbers.bytes(start, Math.multiplyExact(values.remaining(), width)).asDoubleBuffer();
      while (doubles.hasRemaining()) {
        values.put((float) doubles.get());
      }
    } else {
      numbers.floats(start, width == Short.BYTES ? ElementType.F16 : ElementType.F32, values);
    }
  }

  private Header header(String name, ZipIndex.Entry entry) throws CheckpointException {
    if (entry.size() < VERSION_2_PREFIX) {
      throw damaged(name, "is shorter than a header");
    }
    var begin = numbers.bytes(entry.start(), VERSION_2_PREFIX);
    var magic = new byte[MAGIC.length];
    begin.get(magic);
    var version = begin.get();
    begin.get();
    if (!ByteBuffer.wrap(magic).equals(ByteBuffer.wrap(MAGIC)) || version < 1 || version > 3) {
      throw damaged(name, "does not begin like an array");
    }
    begin.order(ByteOrder.LITTLE_ENDIAN);
    var prefix = version == 1 ? VERSION_1_PREFIX : VERSION_2_PREFIX;
    var length = version == 1 ? Short.toUnsignedInt(begin.getShort()) : begin.getInt();
    if (length < 0 || length > LONGEST_HEADER || length > entry.size() - prefix) {
      throw damaged(name, "announces a header that does not fit");
    }
    var text =
        new String(
            numbers.bytes(entry.start() + prefix, length).array(), StandardCharsets.ISO_8859_1);
    return parsed(name, text, entry.start() + prefix + length);
  }

  private Header parsed(String name, String text, long start) throws CheckpointException {
    var type = TYPE.matcher(text);
    var shape = SHAPE.matcher(text);
    if (!type.find() || !shape.find()) {
      throw damaged(name, "has a header that says neither type nor shape");
    }
    if (!ORDER.matcher(text).find()) {
      throw refused("stores array %s column by column".formatted(Failures.shown(name)));
    }
    var lengths = new ArrayList<Integer>();
    for (var length : shape.group(1).split(",", -1)) {
      if (!length.isBlank()) {
        try {
          lengths.add(Integer.parseInt(length.strip()));
        } catch (NumberFormatException _) {
          throw damaged(name, "has an axis that is no number");
        }
      }
    }
    return new Header(type.group(1), lengths, start);
  }

  private CheckpointException damaged(String name, String what) {
    return Failures.damaged(numbers.file(), "array %s %s".formatted(Failures.shown(name), what));
  }

  private CheckpointException refused(String what) {
    return new CheckpointException(
        "%s %s.".formatted(numbers.file(), what),
        "Write the array with np.savez, as float32 in rows, under the name that is asked for.");
  }

  @Override
  public void close() {
    numbers.close();
  }
}
