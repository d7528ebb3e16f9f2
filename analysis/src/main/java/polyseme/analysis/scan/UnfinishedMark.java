// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A locked file in a folder that is being filled. The system takes the lock away when the program
/// ends, however it ends; so a mark without a lock says that nobody will finish the folder.
final class UnfinishedMark implements AutoCloseable {

  /// Name of the file.
  static final String NAME = ".unfinished";

  private final Path file;
  private final FileChannel channel;

  private UnfinishedMark(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// Marks a folder until closed.
  static UnfinishedMark in(Path folder) throws IOException {
    var file = folder.resolve(NAME);
    var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      channel.tryLock();
    } catch (IOException _) {
      // a disk without locks: others cannot tell, and will leave the folder alone
      Files.delete(file);
    }
    return new UnfinishedMark(file, channel);
  }

  /// Marks a folder that may have been marked before.
  ///
  /// @return null if somebody else holds its mark
  static @Nullable UnfinishedMark take(Path folder) throws IOException {
    var file = folder.resolve(NAME);
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return new UnfinishedMark(file, channel);
      }
    } catch (OverlappingFileLockException _) {
      // held by this very program
    } catch (IOException _) {
      return new UnfinishedMark(file, channel); // a disk without locks
    }
    channel.close();
    return null;
  }

  /// Whether a folder was left by a program that is gone.
  static boolean abandoned(Path folder) {
    var file = folder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      return lock != null;
    } catch (IOException | OverlappingFileLockException _) {
      return false;
    }
  }

  boolean released() {
    return !channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}
