// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.ArrayList;
import java.util.List;
import polyseme.analysis.gather.Window;

/// A corpus cut into units, a fixed number of windows each, in the order of the corpus; and these
/// into shards, which are what a worker takes, finishes and saves at a time.
///
/// A shard is so many units that there are about 64 shards or more, but 16 units at most, so that
/// saving costs little of the time. Nothing of this depends on workers or machines.
final class UnitPlan {

  private static final int USUAL_SHARDS = 64;
  private static final int MOST_UNITS = 16;

  private final TokenTable tokens;
  private final WindowRule rule;
  private final int windowsPerUnit;
  private final int units;
  private final int unitsPerShard;
  private final int[] firstDocument;
  private final int[] firstWindow;

  UnitPlan(TokenTable tokens, WindowRule rule, int windowsPerUnit) {
    this.tokens = tokens;
    this.rule = rule;
    this.windowsPerUnit = windowsPerUnit;
    var windows = 0L;
    for (var document = 0; document < tokens.documents(); document++) {
      windows += rule.count(tokens.length(document));
    }
    units = Math.toIntExact(Math.ceilDiv(windows, windowsPerUnit));
    unitsPerShard = Math.clamp(Math.ceilDiv(units, USUAL_SHARDS), 1, MOST_UNITS);
    firstDocument = new int[units];
    firstWindow = new int[units];
    findUnits();
  }

  private void findUnits() {
    var seen = 0L;
    for (var document = 0; document < tokens.documents(); document++) {
      var count = rule.count(tokens.length(document));
      var unit = Math.ceilDiv(seen, windowsPerUnit);
      for (; unit * windowsPerUnit < seen + count; unit++) {
        firstDocument[(int) unit] = document;
        firstWindow[(int) unit] = (int) (unit * windowsPerUnit - seen);
      }
      seen += count;
    }
  }

  int units() {
    return units;
  }

  int shards() {
    return Math.ceilDiv(units, unitsPerShard);
  }

  int firstUnit(int shard) {
    return shard * unitsPerShard;
  }

  /// Behind the last unit of a shard.
  int endUnit(int shard) {
    return Math.min(units, (shard + 1) * unitsPerShard);
  }

  /// Windows of a unit in the order of the corpus.
  List<Window> windows(int unit) {
    var windows = new ArrayList<Window>();
    var document = firstDocument[unit];
    var number = firstWindow[unit];
    while (windows.size() < windowsPerUnit && document < tokens.documents()) {
      var length = tokens.length(document);
      if (number == rule.count(length)) {
        document++;
        number = 0;
      } else {
        windows.add(rule.window(document, length, number, !tokens.repeats(document)));
        number++;
      }
    }
    return windows;
  }

  /// Tokens of a shard that count.
  long counted(int shard) {
    var sum = 0L;
    for (var unit = firstUnit(shard); unit < endUnit(shard); unit++) {
      for (var window : windows(unit)) {
        sum += window.counted();
      }
    }
    return sum;
  }
}
