// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.util.Set;
import polyseme.analysis.step.Workbench;
import polyseme.engine.RandomModels;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// What a heat map costs besides the forward pass: the whole way from a text of 35 tokens to the
/// heat map of a neuron of the last layer, over the bare pass to that layer, in GPT-2 small's
/// shape; median of the ratios.
///
/// @param workbench makes heat maps
public record HeatmapOverForwardBench(Workbench workbench) implements Bench {

  private static final String TEXT = "35 letters, each of them one token.";
  private static final int WARM_UP = 5;
  private static final int PAIRS = 25;

  @Override
  public String id() {
    return "heatmap-over-forward-gpt2";
  }

  @Override
  public String unit() {
    return "ratio";
  }

  @Override
  public double bar() {
    return 1.1;
  }

  @Override
  public double measure(Progress progress) throws PolysemeException {
    var unit = UnitAddress.of(new NeuronId(11, 50));
    try (var model = RandomModels.open(Shapes.gpt2(), 1)) {
      var tokens = TokenBatch.of(model.tokenizer().tokenize(TEXT).ids());
      var bare = ForwardRequest.capturing(tokens, Set.of(unit.hook()));
      return Timing.medianRatio(
          WARM_UP,
          PAIRS,
          () -> {
            progress.checkCancelled();
            workbench.heatmap(model, unit, TEXT);
          },
          () -> model.stream(bare, (_, _) -> {}));
    }
  }
}
