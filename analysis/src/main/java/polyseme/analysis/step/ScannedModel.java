// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.step;

import java.nio.file.Files;
import java.nio.file.Path;
import polyseme.analysis.scan.Scan;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.StoreException;

/// Finds the model that was scanned.
final class ScannedModel {

  private ScannedModel() {}

  /// Reads the folder of a scan's model.
  ///
  /// @param scan the scan
  /// @return the folder, with the very files that were scanned
  /// @throws PolysemeException if it is no longer there or its files have changed
  static ModelFolder folder(Scan scan) throws PolysemeException {
    var made = scan.provenance();
    if (!Files.isDirectory(Path.of(made.modelPath()))) {
      throw new StoreException(
          "The model that was scanned is no longer at %s.".formatted(made.modelPath()),
          "Put its folder back there, or scan the model where it is now.");
    }
    var folder = ModelFolder.read(Path.of(made.modelPath()));
    if (!folder.digest().equals(made.modelDigest())) {
      throw new StoreException(
          "The model in %s is not the one that was scanned: its files have changed."
              .formatted(made.modelPath()),
          "Put the old files back, or scan the new model.");
    }
    return folder;
  }
}
