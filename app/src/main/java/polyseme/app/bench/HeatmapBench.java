// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.util.Set;
import java.util.stream.IntStream;
import polyseme.engine.RandomModels;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// The notebook's call: 35 tokens, the neurons of the last layer, no unembedding; median of 50 runs
/// on one thread.
public final class HeatmapBench implements Bench {

  private static final int TOKENS = 35;
  private static final int WARM_UP = 30;
  private static final int RUNS = 50;
  private static final double MILLIS = 1000;

  /// Makes the bench.
  public HeatmapBench() {}

  @Override
  public String id() {
    return "heatmap-35-tokens-solu-2l";
  }

  @Override
  public String unit() {
    return "ms";
  }

  @Override
  public double bar() {
    return 15;
  }

  @Override
  public double measure(Progress progress) throws PolysemeException {
    var ids = IntStream.range(0, TOKENS).map(i -> 17 + 1237 * i).toArray();
    try (var model = RandomModels.open(Shapes.solu2l(), 1)) {
      var request = ForwardRequest.capturing(TokenBatch.of(ids), Set.of(HookPoint.post(1)));
      return MILLIS * Timing.medianSeconds(WARM_UP, RUNS, () -> model.run(request));
    }
  }
}
