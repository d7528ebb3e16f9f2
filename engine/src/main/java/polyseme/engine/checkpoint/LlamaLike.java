// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention;
import polyseme.engine.model.Attention.Layer;
import polyseme.engine.model.BlockLayout;
import polyseme.engine.model.Bos;
import polyseme.engine.model.Ends;
import polyseme.engine.model.Mlp;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.model.ModelConfig.NormKind;
import polyseme.engine.model.Positions;
import polyseme.engine.task.CheckpointException;

/// Llama's layout: rotary positions, a gated MLP, linear layers stored `[out, in]`. Families that
/// follow it say where they differ.
abstract class LlamaLike implements Family {

  private final Architecture architecture;
  private final LlamaSizes sizes;

  LlamaLike(Architecture architecture, LlamaSizes sizes) {
    this.architecture = architecture;
    this.sizes = sizes;
  }

  @Override
  public final ModelConfig config(ConfigFields fields, BosToken bos) throws CheckpointException {
    CommonRules.check(fields);
    var dims = sizes.dims(fields);
    check(fields, dims);
    // Read now although they are needed later, so that odd ones are refused before weights are
    // found.
    tied(fields);
    biases(fields);
    var norm = norm(fields, sizes.epsilon());
    return new ModelConfig(
        architecture,
        dims,
        Positions.ROTARY,
        attention(fields, attention(fields, dims), dims),
        new Mlp(activation(fields), true),
        norm,
        layout(),
        ends(fields, dims, norm),
        bos(bos));
  }

  private Attention attention(ConfigFields fields, Dims dims) throws CheckpointException {
    return Attention.plain(dims)
        .withKeyValueHeads(sizes.keyValueHeads(fields, dims))
        .withLayers(layers(fields, dims));
  }

  /// Refuses what the family does not carry out.
  abstract void check(ConfigFields fields, Dims dims) throws CheckpointException;

  /// What usually begins texts.
  abstract Bos bos(BosToken token) throws CheckpointException;

  /// Which linear layers have a bias.
  abstract LlamaBiases biases(ConfigFields fields) throws CheckpointException;

  /// Whether the embedding is read backwards at the end.
  final boolean tied(ConfigFields fields) throws CheckpointException {
    return sizes.tied(fields);
  }

  /// What is special in attention.
  Attention attention(ConfigFields fields, Attention plain, Dims dims) throws CheckpointException {
    return plain;
  }

  /// Windows and rotations of the blocks.
  List<Layer> layers(ConfigFields fields, Dims dims) throws CheckpointException {
    return windows(fields, dims, Collections.nCopies(dims.nLayers(), Layer.ALL));
  }

  /// Blocks with these windows and the same rotation.
  final List<Layer> windows(ConfigFields fields, Dims dims, List<Integer> windows)
      throws CheckpointException {
    var rope = RopeFields.read(fields, RopeFields.Usual.PLAIN).whole(dims.dHead(), dims.nCtx());
    return windows.stream().map(window -> new Layer(window, Optional.of(rope))).toList();
  }

  ActivationFunction activation(ConfigFields fields) throws CheckpointException {
    return NotNull.activation(fields, "hidden_act", "silu");
  }

  Norm norm(ConfigFields fields, double usual) throws CheckpointException {
    return new Norm(NormKind.RMS, NotNull.positive(fields, "rms_norm_eps", usual));
  }

  BlockLayout layout() {
    return BlockLayout.SEQUENTIAL;
  }

  Ends ends(ConfigFields fields, Dims dims, Norm norm) throws CheckpointException {
    return Ends.plain(dims, norm);
  }

  /// What is added to the stored weights of normalisations.
  float normOffset() {
    return 0;
  }

  @Override
  public void place(ModelConfig config, ConfigFields fields, WeightPlan plan)
      throws CheckpointException {
    var prefix = Placing.prefix(plan, LlamaPlacing.ANCHOR, "model.", "");
    var placing = new Placing(config, plan, prefix);
    placing.ends(LlamaPlacing.EMBEDDING, "lm_head.weight", tied(fields));
    place(config, fields, placing, _ -> false);
  }

  /// Places everything between embedding and unembedding.
  ///
  /// @param harmless tells of a tensor whether it has no effect
  final void place(
      ModelConfig config, ConfigFields fields, Placing placing, Predicate<String> harmless)
      throws CheckpointException {
    var blocks = new LlamaPlacing(config, placing, biases(fields), normOffset());
    for (var layer = 0; layer < config.dims().nLayers(); layer++) {
      projections(blocks, layer);
      blocks.rest(layer);
    }
    blocks.finish(harmless);
  }

  /// Places what heads and neurons of a block read with.
  void projections(LlamaPlacing blocks, int layer) throws CheckpointException {
    blocks.separate(layer);
  }
}
