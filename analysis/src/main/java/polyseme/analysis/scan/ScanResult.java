// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import polyseme.analysis.gather.CentralMoments;
import polyseme.analysis.gather.MomentForest;
import polyseme.engine.task.OutputException;

/// All that a scan has found out, to be written as `neurons.psc`.
///
/// @param shape model and settings
/// @param plan how the corpus was cut
/// @param tokens the corpus
/// @param factory positions and pilot
/// @param gathered what was gathered
record ScanResult(
    ScanShape shape,
    UnitPlan plan,
    TokenTable tokens,
    GatheringFactory factory,
    Gathered gathered) {

  /// Writes `neurons.psc`; all other files of the scan are there.
  void write(ScanFolder out) throws IOException, OutputException {
    var sum = new CRC32C();
    sum.update(Files.readAllBytes(out.path().resolve(ScanJson.FILE)));
    var sums = List.of((int) sum.getValue(), tokens.tokenChecksum(), tokens.documentChecksum());
    var moments = gathered.forests().stream().map(ScanResult::moments).toList();
    if (moments.getFirst().count() == 0) {
      throw new OutputException(
          "No token of the corpus counts: documents are shorter than what is skipped.",
          "Skip fewer tokens at their beginning and end.");
    }
    new NeuronFile(this, moments, sums).write(out);
  }

  // Of a scan that still grows, what there is.
  private static CentralMoments moments(MomentForest forest) {
    var all = forest.all();
    return all != null ? all : Objects.requireNonNull(forest.soFar(), "nothing was gathered yet");
  }
}
