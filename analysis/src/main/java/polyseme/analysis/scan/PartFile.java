// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import polyseme.analysis.gather.MomentForest;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// What was gathered of some shards, read back from the files of an [UnfinishedFolder] or of a part
/// of a scan.
final class PartFile {

  /// Four letters in the header of the files of parts.
  static final String KIND = "PART";

  /// Four letters in the header of the file of moments.
  static final String SUMS_KIND = "SUMS";

  private PartFile() {}

  /// Puts all parts in a folder together. A part that holds nothing new is left out: it was about
  /// to be removed when the program ended.
  ///
  /// @throws StoreException if one is damaged or two hold the same shard
  static Gathering load(Path folder, GatheringFactory factory) throws IOException, StoreException {
    var parts = new ArrayList<Gathering>();
    for (var number : UnfinishedFolder.parts(folder)) {
      try (var in = SectionFile.open(folder.resolve(UnfinishedFolder.part(number)), KIND)) {
        var part = factory.fresh();
        part.load(in);
        parts.add(part);
      }
    }
    parts.sort((a, b) -> b.shards().cardinality() - a.shards().cardinality());
    var all = factory.fresh();
    for (var part : parts) {
      var known = all.shards();
      var common = part.shards();
      common.and(known);
      if (common.isEmpty()) {
        all.merge(part);
      } else if (!common.equals(part.shards())) {
        throw new StoreException(
            "The unfinished scan in %s counts a part of the corpus twice.".formatted(folder),
            "Begin the scan anew.");
      }
    }
    return all;
  }

  static void saveSums(SectionWriter out, List<MomentForest> forests) throws IOException {
    for (var i = 0; i < forests.size(); i++) {
      out.group(i);
      forests.get(i).save(out);
    }
  }

  static void addSums(Path file, List<MomentForest> forests) throws StoreException {
    try (var in = SectionFile.open(file, SUMS_KIND)) {
      for (var i = 0; i < forests.size(); i++) {
        forests.get(i).load(in, i);
      }
    }
  }
}
