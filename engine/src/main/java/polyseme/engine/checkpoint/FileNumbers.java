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

  private static final int CHUNK = 1 << 20;

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

  /// Numbers as 32-bit floats in a new direct buffer.
  FloatBuffer floats(long position, long count, ElementType type) throws CheckpointException {
    var floats = allocate(file, count);
    var most = (int) Math.min(CHUNK, count * type.bytes());
    var chunk = ByteBuffer.allocateDirect(most).order(ByteOrder.LITTLE_ENDIAN);
    var next = position;
    while (floats.hasRemaining()) {
      var length = Math.min((long) CHUNK, (long) floats.remaining() * type.bytes());
      chunk.clear().limit((int) length);
      fill(chunk, next);
      type.decode(chunk, floats);
      next += length;
    }
    return floats.flip();
  }

  /// Room for numbers outside the heap, or a sentence instead of an error.
  static FloatBuffer allocate(Path file, long count) throws CheckpointException {
    try {
      return ByteBuffer.allocateDirect(Math.toIntExact(Math.multiplyExact(count, 4L)))
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer();
    } catch (ArithmeticException _) {
      throw Failures.unsupported(file, "holds a tensor of more than 2 GiB");
    } catch (OutOfMemoryError _) {
      throw new CheckpointException(
          "%s holds a tensor of %d numbers, for which there is no memory.".formatted(file, count),
          "Give the program more memory with -XX:MaxDirectMemorySize, or open a smaller model.");
    }
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
