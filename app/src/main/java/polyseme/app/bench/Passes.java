// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.ModelConfig;

/// What the benches of the forward pass have in common.
final class Passes {

  static final int ROWS = 8;
  static final int WIDTH = 128;

  private Passes() {}

  /// Random tokens.
  static TokenBatch tokens(ModelConfig config, int rows, int width, long seed) {
    var random = new SplittableRandom(seed);
    var texts = new ArrayList<int[]>();
    for (var row = 0; row < rows; row++) {
      texts.add(random.ints(width, 0, config.dims().dVocab()).toArray());
    }
    return TokenBatch.ofRows(texts);
  }

  /// The end of the last block: a pass that stops there is whole but for the unembedding.
  static HookPoint end(ModelConfig config) {
    return new HookPoint.InBlock(config.dims().nLayers() - 1, BlockSite.RESID_POST);
  }

  /// The neurons of all blocks.
  static Set<HookPoint> posts(ModelConfig config) {
    var posts = new LinkedHashSet<HookPoint>();
    for (var layer = 0; layer < config.dims().nLayers(); layer++) {
      posts.add(HookPoint.post(layer));
    }
    return posts;
  }

  /// Multiplications and additions of all matrix products up to [#end].
  static double operations(ModelConfig config, int rows, int width) {
    var dims = config.dims();
    var tokens = (double) rows * width;
    var heads = (double) dims.nHeads() * dims.dHead();
    var projections = 4 * dims.dModel() * heads;
    var scores = 2 * width * heads;
    var neurons = 2.0 * dims.dModel() * dims.dMlp();
    return 2 * tokens * dims.nLayers() * (projections + scores + neurons);
  }
}
