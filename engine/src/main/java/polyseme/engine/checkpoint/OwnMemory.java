// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import polyseme.engine.task.CheckpointException;

/// Memory outside the heap that is given back when it is closed, not when a garbage collector comes
/// by.
final class OwnMemory implements AutoCloseable {

  private final Arena arena = Arena.ofShared();

  /// Room for numbers.
  ///
  /// @param file what to name when there is no memory
  /// @param count how many
  FloatBuffer floats(Path file, long count) throws CheckpointException {
    if (count > Integer.MAX_VALUE / Float.BYTES) {
      throw FileNumbers.tooLarge(file);
    }
    try {
      return arena
          .allocate(count * Float.BYTES, Float.BYTES)
          .asByteBuffer()
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer();
    } catch (OutOfMemoryError _) {
      throw FileNumbers.noMemory(file, count);
    }
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
