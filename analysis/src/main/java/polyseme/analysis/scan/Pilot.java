// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.gather.ContextBasis;
import polyseme.analysis.gather.Resting;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// What the beginning of a corpus tells before the scan, the same for every part of it.
///
/// @param resting of each hook, in their order
/// @param basis directions of contexts, null if contexts are not gathered
record Pilot(List<Resting> resting, @Nullable ContextBasis basis) {

  /// Four letters in the header of its file.
  static final String KIND = "PILT";

  Pilot {
    resting = List.copyOf(resting);
  }

  void save(SectionWriter out) throws IOException {
    out.group(0);
    if (basis != null) {
      basis.save(out);
    }
    for (var i = 0; i < resting.size(); i++) {
      out.group(i);
      resting.get(i).save(out);
    }
    out.group(0);
  }

  static Pilot load(Path file, ScanShape shape) throws StoreException {
    try (var in = SectionFile.open(file, KIND)) {
      var resting = new ArrayList<Resting>();
      for (var i = 0; i < shape.hooks().size(); i++) {
        resting.add(Resting.load(in, i, shape.hooks().get(i).index().size()));
      }
      var contexts = shape.options().content().keeps(ScanContent.Kind.COHERENCE);
      return new Pilot(resting, contexts ? ContextBasis.load(in) : null);
    }
  }
}
