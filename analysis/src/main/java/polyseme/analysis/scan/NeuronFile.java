// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.util.List;
import polyseme.analysis.gather.CentralMoments;
import polyseme.analysis.gather.ExtremeTable;
import polyseme.analysis.gather.LogBins;
import polyseme.analysis.gather.ScanCore;
import polyseme.analysis.section.SectionWriter;

/// Writes `neurons.psc`: all that was gathered of the neurons. [NeuronReader] reads it.
final class NeuronFile {

  /// Name of the file.
  static final String NAME = "neurons.psc";

  /// Four letters in its header.
  static final String KIND = "NEUR";

  /// Bytes a neuron in the section `stat`.
  static final int STAT = 48;

  private final ScanResult result;
  private final List<CentralMoments> moments;
  private final List<Integer> sums;

  /// @param moments of each hook
  /// @param sums checksums of `scan.json` and of the sections `tokn`, `docs`
  NeuronFile(ScanResult result, List<CentralMoments> moments, List<Integer> sums) {
    this.result = result;
    this.moments = moments;
    this.sums = sums;
  }

  void write(ScanFolder folder) throws IOException {
    folder.writeSections(NAME, KIND, this::write);
  }

  private void write(SectionWriter out) throws IOException {
    var gathering = result.gathered().gathering();
    writeHead(out);
    writePlaces(out);
    var contexts = gathering.contextSample();
    if (contexts != null) {
      contexts.save(out);
    }
    result.factory().pilot().save(out);
    for (var hook = 0; hook < moments.size(); hook++) {
      out.group(hook);
      writeStatistics(out, gathering.core(hook), moments.get(hook));
      gathering.core(hook).save(out);
    }
  }

  private void writeHead(SectionWriter out) throws IOException {
    var shape = result.shape();
    out.begin("head");
    out.putInt(shape.nLayers()).putInt(shape.options().topK());
    out.putInt(result.factory().places().size());
    out.putInt(shape.rule().capacity()).putInt(shape.rule().stride()).putInt(ExtremeTable.REACH);
    out.putInt(shape.dModel()).putInt(result.tokens().documents());
    out.putLong(result.tokens().tokens()).putLong(moments.getFirst().count());
    for (var sum : sums) {
      out.putInt(sum);
    }
    out.putInt(shape.hooks().size());
    for (var hook : shape.hooks()) {
      out.putInt(hook.index().dMlp());
    }
    out.end();
  }

  private static void writeStatistics(SectionWriter out, ScanCore core, CentralMoments moments)
      throws IOException {
    out.begin("stat");
    for (var row = 0; row < core.size(); row++) {
      out.putFloat(core.least(row)).putFloat(core.greatest(row));
      out.putDouble(moments.mean(row));
      for (var power = 2; power <= 4; power++) {
        out.putDouble(moments.central(row, power));
      }
      out.putLong(positives(core, row));
    }
    out.end();
  }

  private static long positives(ScanCore core, int row) {
    var sum = 0L;
    for (var bin = LogBins.ZERO + 1; bin < LogBins.COUNT; bin++) {
      sum += core.bin(row, bin);
    }
    return sum;
  }

  private void writePlaces(SectionWriter out) throws IOException {
    out.begin("ppos");
    for (var place : result.factory().places()) {
      out.putInt(place.document()).putInt(place.position());
    }
    out.end();
  }
}
