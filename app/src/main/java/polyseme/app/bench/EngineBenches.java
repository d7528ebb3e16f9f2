// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.util.List;
import polyseme.analysis.step.Workbench;

/// The benches of the engine.
public final class EngineBenches {

  private static final String SOLU = "solu-2l";
  private static final String GPT2 = "gpt2";

  private EngineBenches() {}

  /// All of them.
  ///
  /// @param workbench makes heat maps and opens the demo
  /// @return in the order they are run
  public static List<Bench> all(Workbench workbench) {
    return List.of(
        new HeatmapBench(),
        new HeatmapOverForwardBench(workbench),
        new ForwardShareBench(SOLU, Shapes.solu2l()),
        new ForwardShareBench(GPT2, Shapes.gpt2()),
        new CaptureBench(SOLU, Shapes.solu2l()),
        new CaptureBench(GPT2, Shapes.gpt2()),
        new TwoWorkersBench(SOLU, Shapes.solu2l()),
        new TwoWorkersBench(GPT2, Shapes.gpt2()),
        new OpenBench(),
        new TokenizeBench(workbench),
        new MemoryGrowthBench());
  }
}
