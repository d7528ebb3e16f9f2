// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.util.LinkedHashSet;
import java.util.Set;
import polyseme.engine.RandomModels;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// What it costs to keep the activations of all neurons: passes of 8 × 128 tokens to the end of the
/// last block that keep them, over passes that do not, in turn; median of the ratios.
///
/// @param shape what the model is called
/// @param config the model
public record CaptureBench(String shape, ModelConfig config) implements Bench {

  private static final int WARM_UP = 3;
  private static final int PAIRS = 15;

  @Override
  public String id() {
    return "capture-all-posts-over-bare-" + shape;
  }

  @Override
  public String unit() {
    return "ratio";
  }

  @Override
  public double bar() {
    return 1.05;
  }

  @Override
  public double measure(Progress progress) throws PolysemeException {
    var tokens = Passes.tokens(config, Passes.ROWS, Passes.WIDTH, 1);
    var end = Passes.end(config);
    var all = new LinkedHashSet<>(Passes.posts(config));
    all.add(end);
    var keeping = ForwardRequest.capturing(tokens, all);
    var bare = ForwardRequest.capturing(tokens, Set.of(end));
    try (var model = RandomModels.open(config, 1)) {
      return Timing.medianRatio(
          WARM_UP,
          PAIRS,
          () -> {
            progress.checkCancelled();
            model.run(keeping);
          },
          () -> model.run(bare));
    }
  }
}
