// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import java.util.stream.IntStream;
import polyseme.engine.checkpoint.LlamaSizes.Derived;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention;
import polyseme.engine.model.Attention.Layer;
import polyseme.engine.model.BlockLayout;
import polyseme.engine.model.BlockLayout.NormPlace;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.task.CheckpointException;

/// Google's Gemma 2: normalisations before and after, soft caps, every second block with a window.
final class Gemma2 extends GemmaLike {

  /// Normalisations before and after both halves of a block.
  static final BlockLayout LAYOUT = new BlockLayout(false, NormPlace.BEFORE_AND_AFTER, false);

  private static final int USUAL_WINDOW = 4096;
  private static final double USUAL_SCORE_CAP = 50;
  private static final double USUAL_LOGIT_CAP = 30;

  Gemma2() {
    super(
        Architecture.GEMMA2,
        new LlamaSizes(
            256_000, 2304, 9216, 26, 8, Derived.never(4), Derived.never(256), 8192, 1e-6, true));
  }

  @Override
  void check(ConfigFields fields, Dims dims) throws CheckpointException {
    super.check(fields, dims);
    ConfigDims.perHead(fields, dims.dModel(), dims.nHeads());
  }

  @Override
  Attention attention(ConfigFields fields, Attention plain, Dims dims) throws CheckpointException {
    var cap = softCap(fields, "attn_logit_softcapping", USUAL_SCORE_CAP);
    return plain.withScale(scoreScale(fields), false).withLimits(cap, Attention.NONE);
  }

  @Override
  double logitSoftCap(ConfigFields fields) throws CheckpointException {
    return softCap(fields, "final_logit_softcapping", USUAL_LOGIT_CAP);
  }

  @Override
  List<Layer> layers(ConfigFields fields, Dims dims) throws CheckpointException {
    var sliding =
        LayerTypes.read(fields, dims.nLayers()).orElseGet(() -> everySecond(dims.nLayers()));
    return windows(fields, dims, Windows.of(sliding, Windows.needed(fields, USUAL_WINDOW)));
  }

  private static List<Boolean> everySecond(int nLayers) {
    return IntStream.range(0, nLayers).mapToObj(layer -> layer % 2 == 0).toList();
  }

  @Override
  BlockLayout layout() {
    return LAYOUT;
  }
}
