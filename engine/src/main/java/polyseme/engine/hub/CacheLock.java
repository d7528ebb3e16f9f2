// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.Progress;

/// Keeps programs, and threads of one, from fetching the same file at the same time. It spares work
/// only: what a file holds is checked before it gets its name, so that no harm is done where locks
/// have no effect, as on some network file systems.
final class CacheLock implements AutoCloseable {

  private static final Duration AGAIN = Duration.ofMillis(100);

  private final FileChannel channel;
  private final @Nullable FileLock lock;

  private CacheLock(FileChannel channel, @Nullable FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /// Waits until nobody else has the lock.
  ///
  /// @param file the file that stands for the lock; made if it is not there, and left there
  /// @param progress asked whether to go on waiting
  /// @return the lock; the caller closes it
  /// @throws IOException if the file cannot be made
  @SuppressWarnings("MustBeClosedChecker")
  static CacheLock hold(Path file, Progress progress) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    var held = false;
    try {
      while (true) {
        var lock = tried(channel);
        if (lock != null) {
          held = true;
          return lock;
        }
        progress.report("Waiting for another program that fetches the same", 0, 0, "files");
        Waiting.pause(AGAIN, progress);
      }
    } finally {
      if (!held) {
        channel.close();
      }
    }
  }

  private static @Nullable CacheLock tried(FileChannel channel) {
    try {
      var lock = channel.tryLock();
      return lock == null ? null : new CacheLock(channel, lock);
    } catch (OverlappingFileLockException _) {
      return null; // another thread of this program has it
    } catch (IOException _) {
      return new CacheLock(channel, null); // a file system without locks
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (lock != null) {
        lock.release();
      }
    }
  }
}
