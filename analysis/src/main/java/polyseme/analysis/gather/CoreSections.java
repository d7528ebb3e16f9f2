// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// Sections of what [ScanCore] itself gathers: `ends` (least and greatest), `hist`, and extremes at
/// either end, `high` and `low ` with what lies around them in `hctx` and `lctx`.
public final class CoreSections {

  /// Bytes of one extreme.
  public static final int EXTREME = 12;

  /// Bytes of the activations around one extreme.
  public static final int CONTEXT = 2 * ExtremeTable.SPAN;

  /// Bytes of a neuron's histogram.
  public static final int BINS = LogBins.COUNT * Integer.BYTES;

  private CoreSections() {}

  static void saveEnds(SectionWriter out, float[] least, float[] greatest) throws IOException {
    out.begin("ends");
    for (var row = 0; row < least.length; row++) {
      out.putFloat(least[row]).putFloat(greatest[row]);
    }
    out.end();
  }

  static void addEnds(SectionFile in, int group, float[] least, float[] greatest)
      throws StoreException {
    var key = SectionFile.key("ends", group);
    in.expect(key, 8L * least.length);
    var ends = in.read(key, 0, 8 * least.length);
    for (var row = 0; row < least.length; row++) {
      least[row] = Math.min(least[row], ends.getFloat());
      greatest[row] = Math.max(greatest[row], ends.getFloat());
    }
  }

  static void saveBins(SectionWriter out, int[] bins) throws IOException {
    out.begin("hist");
    for (var start = 0; start < bins.length; start += ScanCore.BIN_STRIDE) {
      for (var bin = 0; bin < LogBins.COUNT; bin++) {
        out.putInt(bins[start + bin]);
      }
    }
    out.end();
  }

  static void addBins(SectionFile in, int group, int[] bins) throws StoreException {
    var key = SectionFile.key("hist", group);
    var rows = bins.length / ScanCore.BIN_STRIDE;
    in.expect(key, (long) rows * BINS);
    for (var row = 0; row < rows; row++) {
      var counts = in.read(key, (long) row * BINS, BINS);
      for (var bin = 0; bin < LogBins.COUNT; bin++) {
        bins[row * ScanCore.BIN_STRIDE + bin] += counts.getInt();
      }
    }
  }

  static void saveExtremes(SectionWriter out, String tag, String contextTag, ExtremeTable table)
      throws IOException {
    out.begin(tag);
    for (var row = 0; row < table.rows(); row++) {
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
    out.begin(contextTag);
    for (var row = 0; row < table.rows(); row++) {
      var slots = table.ordered(row);
      for (var i = 0; i < table.topK(); i++) {
        for (var at = 0; at < ExtremeTable.SPAN; at++) {
          out.putShort(i < slots.length ? table.context(slots[i], at) : 0);
        }
      }
    }
    out.end();
  }

  static void addExtremes(
      SectionFile in, String tag, String contextTag, int group, ExtremeTable table)
      throws StoreException {
    var key = SectionFile.key(tag, group);
    var contextKey = SectionFile.key(contextTag, group);
    in.expect(key, (long) table.rows() * table.topK() * EXTREME);
    in.expect(contextKey, (long) table.rows() * table.topK() * CONTEXT);
    for (var row = 0; row < table.rows(); row++) {
      var extremes = in.read(key, (long) row * table.topK() * EXTREME, table.topK() * EXTREME);
      var around = in.read(contextKey, (long) row * table.topK() * CONTEXT, table.topK() * CONTEXT);
      for (var i = 0; i < table.topK(); i++) {
        var value = extremes.getFloat();
        var document = extremes.getInt();
        var position = extremes.getInt();
        if (document != ExtremeTable.NONE) {
          var slot = table.offer(row, value, document, position);
          for (var at = 0; slot >= 0 && at < ExtremeTable.SPAN; at++) {
            table.setContextBits(slot, at, around.getShort(i * CONTEXT + 2 * at));
          }
        }
      }
    }
  }
}
