// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.util.ArrayList;
import java.util.Set;
import java.util.SplittableRandom;
import polyseme.analysis.scan.ScanKernelBench;
import polyseme.engine.RandomModels;
import polyseme.engine.hook.ActivationSink;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// What a scan adds to the forward pass: passes of 8 × 128 tokens to the last `hook_post`, with the
/// scan's core taking in every activation, over the same passes without it. Passes of both kinds
/// take turns, each with fresh tokens; median of the ratios.
public final class ScanCoreBench implements Bench {

  private static final int ROWS = 8;
  private static final int WIDTH = 128;
  private static final int WARM_UP = 6;
  private static final int PAIRS = 24;
  private static final int DISTINCT = 16;

  /// Makes the bench.
  public ScanCoreBench() {}

  @Override
  public String id() {
    return "scan-core-over-forward-solu-2l";
  }

  @Override
  public String unit() {
    return "ratio";
  }

  @Override
  public double bar() {
    return 1.25;
  }

  @Override
  public double measure(Progress progress) throws PolysemeException {
    var config = Shapes.solu2l();
    var capture = Set.of(HookPoint.post(0), HookPoint.post(1));
    var batches = new ArrayList<ForwardRequest>();
    for (var i = 0; i < DISTINCT; i++) {
      batches.add(ForwardRequest.capturing(tokens(config.dims().dVocab(), i), capture));
    }
    var kernel = new ScanKernelBench(config.neurons(), batches.getFirst().tokens());
    ActivationSink nothing = (_, _) -> {};
    var turn = new int[1];
    try (var model = RandomModels.open(config, 1)) {
      return Timing.medianRatio(
          WARM_UP,
          PAIRS,
          () -> {
            progress.checkCancelled();
            model.stream(batches.get(turn[0] % DISTINCT), kernel);
            kernel.endBatch();
          },
          () -> model.stream(batches.get(turn[0]++ % DISTINCT), nothing));
    }
  }

  private static TokenBatch tokens(int vocabulary, long seed) {
    var random = new SplittableRandom(seed);
    var rows = new ArrayList<int[]>();
    for (var row = 0; row < ROWS; row++) {
      rows.add(random.ints(WIDTH, 0, vocabulary).toArray());
    }
    return TokenBatch.ofRows(rows);
  }
}
