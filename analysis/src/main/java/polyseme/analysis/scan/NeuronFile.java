// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import polyseme.analysis.corpus.TokenRef;
import polyseme.analysis.gather.CentralMoments;
import polyseme.analysis.gather.ExtremeTable;
import polyseme.analysis.gather.LogBins;
import polyseme.analysis.gather.ProfileSample;
import polyseme.analysis.gather.ScanCore;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.model.NeuronIndex;

/// Writes `neurons.psc`: all that was gathered of the neurons. [NeuronReader] reads it.
final class NeuronFile {

  /// Name of the file.
  static final String NAME = "neurons.psc";

  /// Four letters in its header.
  static final String KIND = "NEUR";

  /// Bytes of the section `head`.
  static final int HEAD = 48;

  /// Bytes a neuron in the section `stat`.
  static final int STAT = 48;

  /// Bytes of one extreme.
  static final int EXTREME = 12;

  /// Bytes of the activations around one extreme.
  static final int CONTEXT = 2 * ExtremeTable.SPAN;

  private final NeuronIndex neurons;
  private final ScanCore core;
  private final CentralMoments moments;
  private final ProfileSample sample;

  NeuronFile(NeuronIndex neurons, ActivationPass.Gathered gathered) {
    this.neurons = neurons;
    core = gathered.core();
    moments = Objects.requireNonNull(gathered.moments().all(), "units are missing");
    sample = gathered.sample();
  }

  /// What ties the file to the others of its scan.
  ///
  /// @param capacity tokens of a document that fit a window
  /// @param tokens tokens scanned
  /// @param documents documents scanned
  /// @param sums checksums of `scan.json` and of the sections `tokn`, `docs`
  record Ties(int capacity, long tokens, int documents, List<Integer> sums) {}

  void write(Path folder, Ties ties) throws IOException {
    try (var out = new SectionWriter(folder.resolve(NAME), KIND)) {
      writeHead(out, ties);
      writeStatistics(out);
      writeHistograms(out);
      writeExtremes(out, "high", core.highest());
      writeExtremes(out, "low ", core.lowest());
      writeContexts(out, "hctx", core.highest());
      writeContexts(out, "lctx", core.lowest());
      writePlaces(out, sample.places());
      writeProfiles(out);
      out.force();
    }
  }

  private void writeHead(SectionWriter out, Ties ties) throws IOException {
    out.begin("head");
    out.putInt(neurons.nLayers()).putInt(neurons.dMlp());
    out.putInt(core.highest().topK()).putInt(sample.places().size());
    out.putInt(ties.capacity()).putInt(ExtremeTable.REACH);
    out.putLong(ties.tokens()).putInt(ties.documents());
    for (var sum : ties.sums()) {
      out.putInt(sum);
    }
    out.end();
  }

  private void writeStatistics(SectionWriter out) throws IOException {
    out.begin("stat");
    for (var row = 0; row < neurons.size(); row++) {
      out.putFloat(core.lowest().value(core.lowest().ordered(row)[0]));
      out.putFloat(core.highest().value(core.highest().ordered(row)[0]));
      out.putDouble(moments.mean(row)).putDouble(moments.central(row, 2));
      out.putDouble(moments.central(row, 3)).putDouble(moments.central(row, 4));
      out.putLong(positives(row));
    }
    out.end();
  }

  private long positives(int row) {
    var sum = 0L;
    for (var bin = LogBins.ZERO + 1; bin < LogBins.COUNT; bin++) {
      sum += core.bin(row, bin);
    }
    return sum;
  }

  private void writeHistograms(SectionWriter out) throws IOException {
    out.begin("hist");
    for (var row = 0; row < neurons.size(); row++) {
      for (var bin = 0; bin < LogBins.COUNT; bin++) {
        out.putInt(core.bin(row, bin));
      }
    }
    out.end();
  }

  private void writeExtremes(SectionWriter out, String tag, ExtremeTable table) throws IOException {
    out.begin(tag);
    for (var row = 0; row < neurons.size(); row++) {
      var slots = table.ordered(row);
      for (var i = 0; i < table.topK(); i++) {
        if (i < slots.length) {
          out.putFloat(table.value(slots[i]));
          out.putInt(table.document(slots[i])).putInt(table.position(slots[i]));
        } else {
          out.putFloat(0).putInt(ExtremeTable.NONE).putInt(0);
        }
      }
    }
    out.end();
  }

  private void writeContexts(SectionWriter out, String tag, ExtremeTable table) throws IOException {
    out.begin(tag);
    for (var row = 0; row < neurons.size(); row++) {
      var slots = table.ordered(row);
      for (var i = 0; i < table.topK(); i++) {
        for (var at = 0; at < ExtremeTable.SPAN; at++) {
          out.putShort(i < slots.length ? table.context(slots[i], at) : 0);
        }
      }
    }
    out.end();
  }

  private static void writePlaces(SectionWriter out, List<TokenRef> places) throws IOException {
    out.begin("ppos");
    for (var place : places) {
      out.putInt(place.document()).putInt(place.position());
    }
    out.end();
  }

  private void writeProfiles(SectionWriter out) throws IOException {
    out.begin("prof");
    for (var row = 0; row < neurons.size(); row++) {
      for (var place = 0; place < sample.places().size(); place++) {
        out.putFloat(sample.get(place, row));
      }
    }
    out.end();
  }
}
