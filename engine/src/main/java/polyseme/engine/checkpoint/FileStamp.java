// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.CheckpointException;

/// What the file system says of a file and would not say after a change.
///
/// @param size bytes
/// @param modified when its content was last written; a program may set it
/// @param changed when anything of it last changed, where the system keeps that; no program may set
///   it
/// @param key which file of its disk it is, where the system tells
record FileStamp(long size, FileTime modified, @Nullable FileTime changed, @Nullable Object key) {

  private static final String UNIX = "unix";

  /// Asks the file system; links are followed.
  static FileStamp of(Path file) throws CheckpointException {
    try {
      var basic = Files.readAttributes(file, BasicFileAttributes.class);
      var unix = file.getFileSystem().supportedFileAttributeViews().contains(UNIX);
      var changed = unix ? (FileTime) Files.getAttribute(file, UNIX + ":ctime") : null;
      return new FileStamp(basic.size(), basic.lastModifiedTime(), changed, basic.fileKey());
    } catch (IOException e) {
      throw Failures.unreadable(file, e);
    }
  }

  /// Whether the file is still the same.
  boolean holds(Path file) throws CheckpointException {
    return Objects.equals(this, of(file));
  }
}
