// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Gives blobs their names in a snapshot: as links, and where there are none as the files
/// themselves.
///
/// @param links whether to try links
record SnapshotWriter(boolean links) {

  /// Gives a blob a name.
  ///
  /// @param blob the file with the content
  /// @param name the file that a snapshot has; replaced if it is there
  /// @param fresh whether the blob was just fetched, so that no other name needs it
  void put(Path blob, Path name, boolean fresh) throws IOException {
    Files.createDirectories(name.resolveSibling(""));
    if (links && linked(blob, name)) {
      return;
    }
    if (fresh) {
      Files.move(blob, name, StandardCopyOption.REPLACE_EXISTING);
    } else {
      var neighbour = name.resolveSibling("." + name.getFileName() + "." + UUID.randomUUID());
      try {
        Files.copy(blob, neighbour);
        Files.move(neighbour, name, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(neighbour);
      }
    }
  }

  /// Relative, so that the cache can be moved.
  private static boolean linked(Path blob, Path name) throws IOException {
    var target = name.resolveSibling("").relativize(blob);
    try {
      Files.deleteIfExists(name);
      Files.createSymbolicLink(name, target);
      return true;
    } catch (FileAlreadyExistsException e) {
      if (Files.exists(name) && Files.isSameFile(name, blob)) {
        return true; // another program was quicker
      }
      throw e;
    } catch (UnsupportedOperationException | FileSystemException _) {
      return false;
    }
  }

  /// Notes what a branch or tag is. Like the rest of the cache this is plain enough to be read by
  /// other programs at any moment: the file is replaced at once.
  static void note(Path ref, String commit) throws IOException {
    Files.createDirectories(ref.resolveSibling(""));
    var neighbour = ref.resolveSibling("." + ref.getFileName() + "." + UUID.randomUUID());
    try {
      Files.writeString(neighbour, commit, StandardOpenOption.CREATE_NEW);
      Files.move(neighbour, ref, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(neighbour);
    }
  }
}
