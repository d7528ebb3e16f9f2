// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import polyseme.engine.task.CheckpointException;

/// Opens weight files.
final class FolderWeights {

  private FolderWeights() {}

  static ModelWeights open(ModelFolder folder) throws CheckpointException {
    throw new CheckpointException("%s cannot be read yet.".formatted(folder.path()), "Wait.");
  }
}
