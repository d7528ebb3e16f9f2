// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import polyseme.engine.checkpoint.LlamaSizes.Derived;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention;
import polyseme.engine.model.Attention.Layer;
import polyseme.engine.model.Attention.QueryKeyNorm;
import polyseme.engine.model.BlockLayout;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.task.CheckpointException;

/// The text part of Google's Gemma 3: blocks with a window turn queries and keys by frequencies of
/// their own. Its `attn_logit_softcapping` has no effect in the reference.
final class Gemma3 extends GemmaLike {

  private static final int USUAL_WINDOW = 4096;
  private static final int USUAL_PATTERN = 6;
  private static final double EPSILON = 1e-6;

  Gemma3() {
    super(
        Architecture.GEMMA3,
        new LlamaSizes(
            262_208,
            2304,
            9216,
            26,
            8,
            Derived.never(4),
            Derived.never(256),
            131_072,
            EPSILON,
            true));
  }

  @Override
  void check(ConfigFields fields, Dims dims) throws CheckpointException {
    super.check(fields, dims);
    ConfigDims.perHead(fields, dims.dModel(), dims.nHeads());
  }

  @Override
  Attention attention(ConfigFields fields, Attention plain, Dims dims) throws CheckpointException {
    return plain
        .withScale(scoreScale(fields), false)
        .withQueryKeyNorm(new QueryKeyNorm(norm(fields, EPSILON), false));
  }

  @Override
  double logitSoftCap(ConfigFields fields) throws CheckpointException {
    return softCap(fields, "final_logit_softcapping", Attention.NONE);
  }

  @Override
  List<Layer> layers(ConfigFields fields, Dims dims) throws CheckpointException {
    var pattern = NotNull.size(fields, "sliding_window_pattern", USUAL_PATTERN);
    var sliding =
        LayerTypes.read(fields, dims.nLayers())
            .orElseGet(() -> allButEvery(pattern, dims.nLayers()));
    var windows = Windows.of(sliding, Windows.needed(fields, USUAL_WINDOW));
    var ropes = RopeFields.gemma3(fields, dims.dHead(), dims.nCtx());
    return IntStream.range(0, dims.nLayers())
        .mapToObj(layer -> {
          var rope = sliding.get(layer) ? ropes.local() : ropes.global();
          return new Layer(windows.get(layer), Optional.of(rope));
        })
        .toList();
  }

  private static List<Boolean> allButEvery(int pattern, int nLayers) {
    return IntStream.range(0, nLayers).mapToObj(layer -> (layer + 1) % pattern != 0).toList();
  }

  @Override
  BlockLayout layout() {
    return Gemma2.LAYOUT;
  }
}
