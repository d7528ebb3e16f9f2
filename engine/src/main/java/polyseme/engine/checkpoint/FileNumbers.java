// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import polyseme.engine.task.CheckpointException;

/// Reads numbers out of a file by copying. Nothing is mapped: a mapped file that is cut short while
/// native code reads it would end the program.
final class FileNumbers implements AutoCloseable {

  /// Numbers decoded at a time; they stay in the processor's own memory.
  private static final int CHUNK = 1 << 15;

  private static final int EXPONENT = 0x7f80_0000;
  private static final int LOWEST_EXPONENT_BIT = 0x0080_0000;

  private final Path file;
  private final FileChannel channel;
  private final long size;

  private FileNumbers(Path file, FileChannel channel, long size) {
    this.file = file;
    this.channel = channel;
    this.size = size;
  }

  static FileNumbers open(Path file) throws CheckpointException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw Failures.unsupported(file, "is not a file");
    }
    try {
      var channel = FileChannel.open(file, StandardOpenOption.READ);
      return new FileNumbers(file, channel, channel.size());
    } catch (IOException e) {
      throw Failures.unreadable(file, e);
    }
  }

  Path file() {
    return file;
  }

  long size() {
    return size;
  }

  /// Fewer bytes than fit into an array, all of them or a failure; little-endian, position 0.
  ByteBuffer bytes(long position, int length) throws CheckpointException {
    if (position < 0 || length < 0 || position > size - length) {
      throw Failures.damaged(file, "it ends too early");
    }
    var bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    fill(bytes, position);
    return bytes;
  }

  /// Numbers as 32-bit floats.
  ///
  /// @param position where the first one lies
  /// @param type how they are stored
  /// @param target takes as many as fit
  /// @return which of them is the first that is not finite; −1 if all are
  long floats(long position, ElementType type, FloatBuffer target) throws CheckpointException {
    var most = Math.min(CHUNK, target.remaining());
    var stored = ByteBuffer.allocateDirect(most * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    var numbers = new float[most];
    var notFinite = -1L;
    for (var done = 0L; target.hasRemaining(); ) {
      var count = Math.min(most, target.remaining());
      fill(stored.clear().limit(count * type.bytes()), position + done * type.bytes());
      type.decode(stored, numbers, count);
      if (notFinite < 0 && !allFinite(numbers, count)) {
        notFinite = done + firstNotFinite(numbers);
      }
      target.put(numbers, 0, count);
      done += count;
    }
    return notFinite;
  }

  // Not a loop that may end early: this one is compiled to vector instructions.
  private static boolean allFinite(float[] numbers, int count) {
    var carry = 0;
    for (var i = 0; i < count; i++) {
      carry |= (Float.floatToRawIntBits(numbers[i]) & EXPONENT) + LOWEST_EXPONENT_BIT;
    }
    return carry >= 0; // an exponent of ones alone reaches the sign
  }

  private static int firstNotFinite(float... numbers) {
    var i = 0;
    while (Float.isFinite(numbers[i])) {
      i++;
    }
    return i;
  }

  /// Room for numbers outside the heap, or a sentence instead of an error.
  static FloatBuffer allocate(Path file, long count) throws CheckpointException {
    try {
      return ByteBuffer.allocateDirect(Math.toIntExact(Math.multiplyExact(count, 4L)))
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer();
    } catch (ArithmeticException _) {
      throw tooLarge(file);
    } catch (OutOfMemoryError _) {
      throw noMemory(file, count);
    }
  }

  static CheckpointException tooLarge(Path file) {
    return Failures.unsupported(file, "holds a tensor of more than 2 GiB");
  }

  static CheckpointException noMemory(Path file, long count) {
    return new CheckpointException(
        "%s holds a tensor of %d numbers, for which there is no memory.".formatted(file, count),
        "Give the program more memory with -XX:MaxDirectMemorySize, or open a smaller model.");
  }

  private void fill(ByteBuffer target, long position) throws CheckpointException {
    try {
      var next = position;
      while (target.hasRemaining()) {
        var got = channel.read(target, next);
        if (got < 0) {
          throw new EOFException("it became shorter while it was read");
        }
        next += got;
      }
      target.flip();
    } catch (IOException e) {
      throw Failures.unreadable(file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // Nothing was written, so nothing can be lost.
    }
  }
}
