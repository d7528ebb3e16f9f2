// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.util.Set;
import polyseme.engine.RandomModels;
import polyseme.engine.djl.MatrixProduct;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// How much of what the machine can do a forward pass reaches: the operations of all its matrix
/// products a second, over those of PyTorch's own product of two 2048 × 2048 matrices. Passes of 8
/// × 128 tokens without unembedding, one thread, in turn with the product; median of the ratios.
///
/// @param shape what the model is called
/// @param config the model
public record ForwardShareBench(String shape, ModelConfig config) implements Bench {

  private static final int SIZE = 2048;
  private static final int WARM_UP = 3;
  private static final int PAIRS = 15;

  @Override
  public String id() {
    return "forward-share-of-sgemm-" + shape;
  }

  @Override
  public String unit() {
    return "ratio";
  }

  @Override
  public double bar() {
    return 0.8;
  }

  @Override
  public boolean moreIsBetter() {
    return true;
  }

  @Override
  public double measure(Progress progress) throws PolysemeException {
    var tokens = Passes.tokens(config, Passes.ROWS, Passes.WIDTH, 1);
    var request = ForwardRequest.capturing(tokens, Set.of(Passes.end(config)));
    var operations = Passes.operations(config, Passes.ROWS, Passes.WIDTH);
    try (var model = RandomModels.open(config, 1);
        var product = new MatrixProduct(SIZE)) {
      var ratio =
          Timing.medianRatio(
              WARM_UP,
              PAIRS,
              product::run,
              () -> {
                progress.checkCancelled();
                model.stream(request, (_, _) -> {});
              });
      return ratio * operations / product.operations();
    }
  }
}
