// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static polyseme.engine.hook.GlobalSite.EMBED_LN_NORMALIZED;
import static polyseme.engine.hook.GlobalSite.EMBED_LN_SCALE;
import static polyseme.engine.hook.GlobalSite.LN_FINAL_NORMALIZED;
import static polyseme.engine.hook.GlobalSite.LN_FINAL_SCALE;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.GlobalSite;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.BlockLayout.NormPlace;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.Positions;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.task.Progress;

/// Builds the forward pass that the configuration describes. All variation between models is
/// decided here.
final class DecoderLoader {

  private final ModelConfig config;
  private final WeightReader weights;
  private final Functions functions;
  private final AttentionLoader attention;
  private final boolean narrow;

  /// Prepares the loading.
  ///
  /// @param config what the model is
  /// @param weights where its numbers come from
  /// @param manager keeps what is loaded
  /// @param progress told after each tensor, asked before it
  DecoderLoader(ModelConfig config, ModelWeights weights, NDManager manager, Progress progress) {
    this.config = config;
    this.weights = new WeightReader(config, weights, manager, progress);
    this.functions = new Functions(manager);
    this.attention = new AttentionLoader(config, this.weights);
    this.narrow = config.ends().embeddingWidth() != config.dims().dModel();
  }

  /// Loads everything.
  ///
  /// @return the forward pass
  /// @throws CheckpointException if a weight is missing or damaged
  Decoder load() throws CheckpointException {
    var embedding = embedding();
    var blocks = new ArrayList<Block>();
    for (var layer = 0; layer < config.dims().nLayers(); layer++) {
      blocks.add(block(layer));
    }
    return new Decoder(embedding, blocks, unembedding(embedding));
  }

  private Embedding embedding() throws CheckpointException {
    var ends = config.ends();
    var tokens = weights.read("embed.W_E");
    var projection = narrow ? weights.linear("embed.W_project") : null;
    var scale = ends.embeddingScale() == 1 ? null : constant(ends.embeddingScale());
    var norm =
        ends.embeddingNorm()
            ? norm("embed.ln", config.writingNorm(), at(EMBED_LN_SCALE, EMBED_LN_NORMALIZED))
            : null;
    var toScores = config.positions() == Positions.SHORTFORMER;
    var vectors = toScores || config.positions() == Positions.LEARNED;
    return new Embedding(
        tokens,
        new Embedding.Shaping(projection, scale, norm),
        vectors ? weights.read("pos_embed.W_pos") : null,
        toScores);
  }

  private Unembedding unembedding(Embedding embedding) throws CheckpointException {
    var ends = config.ends();
    var finalNorm = ends.finalNorm().orElse(null);
    var norm =
        finalNorm == null
            ? null
            : norm("ln_final", finalNorm, at(LN_FINAL_SCALE, LN_FINAL_NORMALIZED));
    var projection = narrow ? weights.linear("unembed.W_project") : null;
    var weight =
        weights.tied()
            ? embedding.tokens()
            : weights.read("unembed.W_U").transpose(); // [dVocab, embeddingWidth]
    var linear = new Linear(weight, weights.read("unembed.b_U"));
    var softCap = Double.isInfinite(ends.logitSoftCap()) ? null : constant(ends.logitSoftCap());
    return new Unembedding(norm, projection, linear, softCap);
  }

  private Block block(int layer) throws CheckpointException {
    var ln1 = norm(layer, "ln1", BlockSite.LN1_SCALE, BlockSite.LN1_NORMALIZED);
    var attending =
        new Block.Attending(
            ln1,
            attention.load(layer),
            second(layer, "ln1_post", BlockSite.LN1_POST_SCALE, BlockSite.LN1_POST_NORMALIZED));
    return new Block(layer, config.layout(), attending, config.attnOnly() ? null : neurons(layer));
  }

  private Block.Neurons neurons(int layer) throws CheckpointException {
    var ln2 = norm(layer, "ln2", BlockSite.LN2_SCALE, BlockSite.LN2_NORMALIZED);
    var prefix = "blocks.%d.mlp.".formatted(layer);
    var gated = config.mlp().gated();
    var gate = gated ? weights.linear(prefix + "W_gate", prefix + "b_gate") : null;
    var in = weights.linear(prefix + "W_in", prefix + "b_in");
    var function = nonlinearity(layer);
    var out = weights.linear(prefix + "W_out", prefix + "b_out");
    return new Block.Neurons(
        ln2,
        new Mlp(layer, gate, in, function, out),
        second(layer, "ln2_post", BlockSite.LN2_POST_SCALE, BlockSite.LN2_POST_NORMALIZED));
  }

  private Nonlinearity nonlinearity(int layer) throws CheckpointException {
    var function = config.activation();
    if (function != ActivationFunction.SOLU && function != ActivationFunction.SOLU_LN) {
      return new Nonlinearity.Each(functions.of(function));
    }
    if (!function.normalised()) {
      return new Nonlinearity.Solu(layer, null);
    }
    var norm =
        weights.norm(
            "blocks.%d.mlp.ln".formatted(layer),
            config.norm(),
            config.dims().dMlp(),
            at(layer, BlockSite.MLP_LN_SCALE, BlockSite.MLP_LN_NORMALIZED));
    return new Nonlinearity.Solu(layer, norm);
  }

  private @Nullable Normalisation second(
      int layer, String name, BlockSite scale, BlockSite normalized) throws CheckpointException {
    return config.layout().norms() == NormPlace.BEFORE_AND_AFTER
        ? norm(
            "blocks.%d.%s".formatted(layer, name),
            config.writingNorm(),
            at(layer, scale, normalized))
        : null;
  }

  private Normalisation norm(int layer, String name, BlockSite scale, BlockSite normalized)
      throws CheckpointException {
    var at = at(layer, scale, normalized);
    return norm("blocks.%d.%s".formatted(layer, name), config.norm(), at);
  }

  private Normalisation norm(String name, ModelConfig.Norm norm, Normalisation.At at)
      throws CheckpointException {
    return weights.norm(name, norm, config.dims().dModel(), at);
  }

  private static Normalisation.At at(int layer, BlockSite scale, BlockSite normalized) {
    return new Normalisation.At(
        new HookPoint.InBlock(layer, scale), new HookPoint.InBlock(layer, normalized));
  }

  private static Normalisation.At at(GlobalSite scale, GlobalSite normalized) {
    return new Normalisation.At(new HookPoint.Global(scale), new HookPoint.Global(normalized));
  }

  private NDArray constant(double value) {
    return weights.manager().create((float) value);
  }
}
