// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.Locale;
import polyseme.analysis.gather.CoherenceSums;
import polyseme.analysis.gather.ContextBasis;
import polyseme.analysis.gather.ExtremeTable;
import polyseme.analysis.gather.Reservoirs;
import polyseme.analysis.gather.ScanCore;
import polyseme.engine.task.RequestException;

/// How much of Java's memory a scan takes, known before it begins: at most, since tables are filled
/// as tokens and labels are met.
final class ScanMemory {

  /// The share of memory that workers may fill; the rest is for batches and the window.
  private static final double FOR_WORKERS = 0.6;

  /// Above this share a scan is not begun.
  private static final double MOST = 0.9;

  /// Of 48 bins of positions: a sum and a count each.
  private static final long POSITION_BYTES = 48 * (Long.BYTES + Integer.BYTES);

  private final long neurons;
  private final ScanOptions options;

  /// @param neurons how many
  /// @param options how they are scanned
  ScanMemory(int neurons, ScanOptions options) {
    this.neurons = neurons;
    this.options = options;
  }

  /// What one worker gathers: histograms, extremes, and the moments of two shards.
  long ofWorker() {
    var extreme = Float.BYTES + 2 * Integer.BYTES + Short.BYTES * (long) ExtremeTable.SPAN;
    var extremes = 2 * (options.topK() * extreme + 3 * Integer.BYTES);
    var core = neurons * (Integer.BYTES * ScanCore.BIN_STRIDE + extremes + 2 * 5 * Double.BYTES);
    return core + ofExtras();
  }

  private long ofExtras() {
    var content = options.content();
    var bytes = 0L;
    for (var kind : content.kinds()) {
      bytes +=
          switch (kind) {
            case RESERVOIRS -> Reservoirs.memory(neurons);
            case COHERENCE -> CoherenceSums.memory(neurons, ContextBasis.MOST);
            case POSITIONS -> neurons * POSITION_BYTES;
            case TOKENS -> 2 * content.budget();
            case LABELS -> content.budget();
          };
    }
    return bytes;
  }

  /// Profiles and the moments of all.
  long shared() {
    return neurons * ((long) Short.BYTES * options.profilePositions() + 12 * 4 * Double.BYTES);
  }

  /// How many workers fit.
  ///
  /// @param wanted at most so many
  /// @param limit bytes that Java may use
  /// @return from 1 to `wanted`; the result of a scan does not depend on it
  /// @throws RequestException if not even one fits
  int workers(int wanted, long limit) throws RequestException {
    var arrays = neurons * Math.max(ScanCore.BIN_STRIDE, (long) options.topK() * ExtremeTable.SPAN);
    var needed = shared() + 2 * ofWorker(); // what was saved before is one more
    if (needed > MOST * limit || arrays > Integer.MAX_VALUE) {
      throw new RequestException(
          String.format(
              Locale.ROOT,
              "A scan of %,d neurons with %,d examples and %,d profile positions takes %.2f GB of"
                  + " memory; Java may use %.2f GB.",
              neurons,
              options.topK(),
              options.profilePositions(),
              needed / 1e9,
              limit / 1e9),
          "Scan with fewer profile positions or examples, or without some kinds, or allow more"
              + " with JAVA_TOOL_OPTIONS=-Xmx8g.");
    }
    var fit = (long) ((FOR_WORKERS * limit - shared()) / ofWorker()) - 1;
    return (int) Math.clamp(fit, 1L, (long) wanted);
  }
}
