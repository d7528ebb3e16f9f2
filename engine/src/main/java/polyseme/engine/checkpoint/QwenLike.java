// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import java.util.stream.IntStream;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention.Layer;
import polyseme.engine.model.Bos;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.task.CheckpointException;

/// What Qwen 2 and 3 have in common: windows from a block on.
abstract class QwenLike extends LlamaLike {

  private static final int USUAL_WINDOW = 4096;
  private static final int USUAL_FIRST = 28;

  QwenLike(Architecture architecture, LlamaSizes sizes) {
    super(architecture, sizes);
  }

  @Override
  final void check(ConfigFields fields, Dims dims) throws CheckpointException {
    fields.allowOnly("dual_chunk_attention_config", List.of());
    fields.allowOnly("use_mrope", List.of("false"));
  }

  @Override
  final List<Layer> layers(ConfigFields fields, Dims dims) throws CheckpointException {
    var first = NotNull.count(fields, "max_window_layers", USUAL_FIRST);
    var given = Windows.size(fields, USUAL_WINDOW);
    var window = NotNull.flag(fields, "use_sliding_window", false) ? given : Layer.ALL;
    var types = LayerTypes.read(fields, dims.nLayers());
    if (types.isPresent()) {
      if (window == Layer.ALL && types.get().contains(true)) {
        throw fields.refused("layer_types"); // the reference fails without a window
      }
      return windows(fields, dims, Windows.of(types.get(), window));
    }
    return windows(
        fields,
        dims,
        IntStream.range(0, dims.nLayers())
            .mapToObj(layer -> layer >= first ? window : Layer.ALL)
            .toList());
  }

  @Override
  final Bos bos(BosToken token) throws CheckpointException {
    return token.find("<|endoftext|>", false);
  }
}
