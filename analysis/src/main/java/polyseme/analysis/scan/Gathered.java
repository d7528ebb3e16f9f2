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

  static List<MomentForest> forests(ScanShape shape, UnitPlan plan) {
    var forests = new ArrayList<MomentForest>();
    for (var hook : shape.hooks()) {
      forests.add(new MomentForest(hook.index().size(), plan.units()));
    }
    return forests;
  }
}
