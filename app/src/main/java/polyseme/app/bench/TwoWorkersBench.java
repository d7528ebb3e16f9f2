// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.Callable;
import polyseme.engine.HookedModel;
import polyseme.engine.RandomModels;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.Workers;

/// How much faster two workers are than one: the time one takes for a number of passes over the
/// time two take for the same, in turn; median of the ratios.
///
/// @param shape what the model is called
/// @param config the model
public record TwoWorkersBench(String shape, ModelConfig config) implements Bench {

  private static final int WARM_UP = 1;
  private static final int PAIRS = 5;
  private static final int PASSES = 4;

  @Override
  public String id() {
    return "two-workers-over-one-" + shape;
  }

  @Override
  public String unit() {
    return "ratio";
  }

  @Override
  public double bar() {
    return 1.7;
  }

  @Override
  public boolean moreIsBetter() {
    return true;
  }

  @Override
  public double measure(Progress progress) throws PolysemeException {
    var tokens = Passes.tokens(config, Passes.ROWS, Passes.WIDTH, 1);
    var request = ForwardRequest.capturing(tokens, Set.of(Passes.end(config)));
    try (var model = RandomModels.open(config, 1);
        var one = new Workers(1);
        var two = new Workers(2)) {
      return Timing.medianRatio(
          WARM_UP,
          PAIRS,
          () -> pass(model, request, one, progress),
          () -> pass(model, request, two, progress));
    }
  }

  private static void pass(
      HookedModel model, ForwardRequest request, Workers workers, Progress progress)
      throws PolysemeException {
    var tasks = new ArrayList<Callable<Boolean>>();
    for (var i = 0; i < PASSES; i++) {
      tasks.add(() -> {
        progress.checkCancelled();
        model.stream(request, (_, _) -> {});
        return true;
      });
    }
    workers.all(tasks);
  }
}
