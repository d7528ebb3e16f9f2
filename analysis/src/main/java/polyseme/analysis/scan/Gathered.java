// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.ArrayList;
import java.util.List;
import polyseme.analysis.gather.MomentForest;

/// What is known of some shards of a scan.
///
/// @param gathering all but the moments
/// @param forests moments of each hook
record Gathered(Gathering gathering, List<MomentForest> forests) {

  Gathered {
    forests = List.copyOf(forests);
  }

  /// Whether moments and all else are of the same shards; moments may be ahead while a shard is
  /// being saved.
  boolean agrees(UnitPlan plan) {
    var shards = gathering.shards();
    for (var shard = 0; shard < plan.shards(); shard++) {
      for (var unit = plan.firstUnit(shard); unit < plan.endUnit(shard); unit++) {
        if (forests.getFirst().covers(unit) != shards.get(shard)) {
          return false;
        }
      }
    }
    return true;
  }

  static List<MomentForest> forests(ScanShape shape, UnitPlan plan) {
    var forests = new ArrayList<MomentForest>();
    for (var hook : shape.hooks()) {
      forests.add(new MomentForest(hook.index().size(), plan.units()));
    }
    return forests;
  }
}
