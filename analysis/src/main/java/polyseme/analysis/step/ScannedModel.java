// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.step;

import java.nio.file.Files;
import java.nio.file.Path;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanProvenance;
import polyseme.analysis.space.FeatureSpace;
import polyseme.analysis.space.Features;
import polyseme.analysis.space.NeuronFeatures;
import polyseme.engine.HookedModel;
import polyseme.engine.OpenOptions;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.checkpoint.ProcessedWeights;
import polyseme.engine.model.BosChoice;
import polyseme.engine.model.Processing;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.StoreException;

/// Finds the model that was scanned.
final class ScannedModel {

  private ScannedModel() {}

  /// Points from the weights of a scan's model, processed as they were when it was scanned.
  ///
  /// @param scan the scan
  /// @param space input or output weights
  /// @return one point a neuron, all layers
  /// @throws PolysemeException if the model is no longer there, its files have changed, or it has
  ///   no neurons
  static NeuronFeatures points(Scan scan, FeatureSpace space) throws PolysemeException {
    var processing = Processing.parse(scan.provenance().processing());
    var folder = folder(scan);
    try (var weights =
        ProcessedWeights.of(ModelWeights.open(folder), folder.config(), processing)) {
      return Features.ofWeights(folder.config(), weights, space);
    }
  }

  /// Opens a scan's model, processed and with texts begun as when it was scanned.
  ///
  /// @param workbench opens models
  /// @param scan the scan
  /// @param progress told about the loading
  /// @return the model; the caller closes it
  /// @throws PolysemeException if the model is no longer there, its files have changed, or it
  ///   cannot be opened
  static HookedModel open(Workbench workbench, Scan scan, Progress progress)
      throws PolysemeException {
    var made = scan.provenance();
    requireFolder(made);
    var options =
        OpenOptions.defaults()
            .withProcessing(Processing.parse(made.processing()))
            .withBos(made.bos() ? BosChoice.ALWAYS : BosChoice.NEVER);
    var model = workbench.openModel(Path.of(made.modelPath()), options, progress);
    var same = false;
    try {
      requireSame(model.folder(), made);
      same = true;
      return model;
    } finally {
      if (!same) {
        model.close();
      }
    }
  }

  /// Reads the folder of a scan's model.
  ///
  /// @param scan the scan
  /// @return the folder, with the very files that were scanned
  /// @throws PolysemeException if it is no longer there or its files have changed
  static ModelFolder folder(Scan scan) throws PolysemeException {
    var made = scan.provenance();
    requireFolder(made);
    var folder = ModelFolder.read(Path.of(made.modelPath()));
    requireSame(folder, made);
    return folder;
  }

  private static void requireFolder(ScanProvenance made) throws StoreException {
    if (!Files.isDirectory(Path.of(made.modelPath()))) {
      throw new StoreException(
          "The model that was scanned is no longer at %s.".formatted(made.modelPath()),
          "Put its folder back there, or scan the model where it is now.");
    }
  }

  private static void requireSame(ModelFolder folder, ScanProvenance made) throws StoreException {
    if (!folder.digest().equals(made.modelDigest())) {
      throw new StoreException(
          "The model in %s is not the one that was scanned: its files have changed."
              .formatted(made.modelPath()),
          "Put the old files back, or scan the new model.");
    }
  }
}
