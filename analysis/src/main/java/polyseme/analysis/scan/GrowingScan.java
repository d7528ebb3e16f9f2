// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import polyseme.analysis.section.SectionFile;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.PolysemeException;

/// Makes a scan of those shards that are finished while others are still being worked on, or after
/// the work was stopped.
public final class GrowingScan {

  private static final int TRIES = 5;

  private GrowingScan() {}

  /// Writes what there is.
  ///
  /// @param growing folder that a scan will be written to
  /// @param view folder to make, as for [Scanner#scan]; the scan in it tells how many tokens are in
  /// @return false if no shard is finished yet, or one is being saved in this moment
  /// @throws PolysemeException if it cannot be read or written
  public static boolean view(Path growing, Path view) throws PolysemeException {
    var folder = UnfinishedFolder.of(growing);
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try {
      for (var tries = 0; ; tries++) {
        try {
          return write(folder, view);
        } catch (NoSuchFileException gone) {
          // parts are joined, or the scan is finished, in this moment
          if (tries == TRIES || !Files.isDirectory(folder)) {
            throw gone;
          }
        }
      }
    } catch (IOException failed) {
      throw Scanner.unwritable(view, failed);
    }
  }

  private static boolean write(Path folder, Path view) throws IOException, PolysemeException {
    var pilotFile = folder.resolve(UnfinishedFolder.PILOT);
    if (UnfinishedFolder.parts(folder).isEmpty() || !Files.isRegularFile(pilotFile)) {
      return false;
    }
    var scanFile = folder.resolve(ScanJson.FILE);
    var options = new ScanJson().read(ScanJson.load(scanFile), scanFile, "").options();
    ScanShape shape;
    try (var in = SectionFile.open(pilotFile, Pilot.KIND)) {
      shape = ScanShape.load(in, options);
    }
    try (var tokens = TokenTable.open(folder)) {
      var plan = new UnitPlan(tokens, shape.rule(), shape.windowsPerUnit());
      var factory = new GatheringFactory(shape, tokens, Pilot.load(pilotFile, shape));
      var gathering = PartFile.load(folder, factory);
      var forests = Gathered.forests(shape, plan);
      PartFile.addSums(folder.resolve(UnfinishedFolder.SUMS), forests);
      var gathered = new Gathered(gathering, forests);
      if (!gathered.agrees(plan)) {
        return false;
      }
      write(new ScanResult(shape, plan, tokens, factory, gathered), folder, view);
    }
    return true;
  }

  private static void write(ScanResult result, Path folder, Path view)
      throws IOException, OutputException {
    try (var out = ScanFolder.prepare(view)) {
      out.copy(folder, TokenStoreWriter.TOKENS, TokenStoreWriter.DOCUMENTS, ScanJson.FILE);
      out.write(ScanJson.RUN_FILE, new ScanJson().write(ScanMaking.made(Path.of(""), 0, 0)));
      result.write(out);
      out.commit();
    }
  }
}
