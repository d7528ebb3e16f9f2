// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import polyseme.engine.task.StoreException;

/// Opens finished scans.
public final class Scans {

  private Scans() {}

  /// Opens a folder; no model is needed.
  ///
  /// @param folder a folder made by [Scanner#scan]
  /// @return the scan; the caller closes it
  /// @throws StoreException if it is no scan, is damaged, mixes files of several scans or is of a
  ///   newer version
  public static Scan open(Path folder) throws StoreException {
    return open(folder, 0);
  }

  /// Opens one hook of a folder; no model is needed.
  ///
  /// @param folder a folder made by [Scanner#scan]
  /// @param hook which of the hooks scanned, from 0
  /// @return the scan; the caller closes it
  /// @throws StoreException if it is no scan, is damaged, mixes files of several scans or is of a
  ///   newer version
  public static Scan open(Path folder, int hook) throws StoreException {
    var scanFile = folder.resolve(ScanJson.FILE);
    if (!Files.isRegularFile(scanFile)) {
      throw new StoreException(
          "%s holds no scan: there is no %s in it.".formatted(folder, ScanJson.FILE),
          "Choose a folder made by a scan.");
    }
    if (Files.isRegularFile(folder.resolve(UnfinishedFolder.SUMS))
        && !Files.isRegularFile(folder.resolve(NeuronFile.NAME))) {
      throw new StoreException(
          "%s holds a part of a scan.".formatted(folder),
          "Put all parts together first: polyseme merge.");
    }
    var json = new ScanJson();
    var bytes = ScanJson.load(scanFile);
    var run = json.readRun(folder.resolve(ScanJson.RUN_FILE));
    var provenance = json.read(bytes, scanFile, run.modelPath());
    NeuronReader neurons = null;
    TokenStoreReader tokens = null;
    var sound = false;
    try {
      neurons = NeuronReader.open(folder.resolve(NeuronFile.NAME), hook);
      tokens = TokenStoreReader.open(folder);
      check(folder, bytes, provenance, neurons, tokens);
      sound = true;
      return new StoredScan(provenance, run, neurons, tokens);
    } finally {
      if (!sound && neurons != null) {
        neurons.close();
      }
      if (!sound && tokens != null) {
        tokens.close();
      }
    }
  }

  private static void check(
      Path folder,
      byte[] json,
      ScanProvenance provenance,
      NeuronReader neurons,
      TokenStoreReader tokens)
      throws StoreException {
    var sum = new CRC32C();
    sum.update(json);
    var sums = List.of((int) sum.getValue(), tokens.tokenChecksum(), tokens.documentChecksum());
    var head = neurons.head();
    if (!sums.equals(head.sums())
        || provenance.tokens() != head.tokens()
        || tokens.tokens() != head.tokens()
        || provenance.documents() != head.documents()
        || tokens.documents() != head.documents()) {
      throw new StoreException(
          "The files in %s do not belong together: one was changed or comes from another scan."
              .formatted(folder),
          "Make the scan again, or copy its whole folder again from where it is sound.");
    }
  }
}
