// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.file.Path;
import polyseme.engine.task.CheckpointException;

/// A model folder whose digest is not known yet. Computing it reads all weights once, which can be
/// done while they are loaded.
public final class FoundFolder {

  private final ModelFolder folder;
  private final FolderDigest digest;

  FoundFolder(ModelFolder folder, FolderDigest digest) {
    this.folder = folder;
    this.digest = digest;
  }

  /// Finds what [ModelFolder#read] finds, but for the digest.
  ///
  /// @param folder the folder
  /// @return what lies in it
  /// @throws CheckpointException as [ModelFolder#read]
  public static FoundFolder in(Path folder) throws CheckpointException {
    return ModelFolderReader.find(folder);
  }

  /// The folder without its digest.
  ///
  /// @return what lies in it, with an empty digest
  public ModelFolder folder() {
    return folder;
  }

  /// The digest, computed now.
  ///
  /// @return SHA-256, in hex
  /// @throws CheckpointException if a file cannot be read or has changed since it was found
  public String digest() throws CheckpointException {
    return digest.hex();
  }

  /// Makes sure that what was read meanwhile is what the digest is of.
  ///
  /// @throws CheckpointException if a file has changed since it was found
  public void checkUnchanged() throws CheckpointException {
    digest.checkUnchanged();
  }
}
