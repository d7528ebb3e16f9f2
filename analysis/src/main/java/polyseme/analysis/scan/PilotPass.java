// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.ArrayList;
import polyseme.analysis.gather.Quanta;
import polyseme.analysis.gather.Resting;
import polyseme.engine.HookedModel;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.Workers;

/// Looks at the beginning of a corpus before the scan.
final class PilotPass {

  private final ScanShape shape;

  PilotPass(HookedModel model, ScanShape shape, TokenTable tokens, Progress progress) {
    this.shape = shape;
  }

  Pilot run(UnitPlan plan, Workers workers) throws PolysemeException {
    var resting = new ArrayList<Resting>();
    for (var hook : shape.hooks()) {
      var size = hook.index().size();
      resting.add(new Resting(new float[size], new Quanta(new int[size])));
    }
    return new Pilot(resting, null);
  }
}
