// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.file.Path;
import polyseme.engine.task.CheckpointException;

/// Finds configuration, tokenizer and weights in a folder.
final class ModelFolderReader {

  private ModelFolderReader() {}

  static ModelFolder read(Path folder) throws CheckpointException {
    throw new CheckpointException("%s cannot be read yet.".formatted(folder), "Wait.");
  }
}
