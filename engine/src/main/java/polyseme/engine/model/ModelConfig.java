// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

import java.util.Optional;

/// What decides a forward pass, read from `config.json` alone.
///
/// @param architecture kind of folder
/// @param dims sizes
/// @param positions how the model knows where a token stands
/// @param attention attention of the blocks
/// @param mlp neurons of the blocks
/// @param norm normalisation in the blocks
/// @param layout how attention and neurons are joined
/// @param ends embedding and unembedding
/// @param bos what begins every text
public record ModelConfig(
    Architecture architecture,
    Dims dims,
    Positions positions,
    Attention attention,
    Mlp mlp,
    Norm norm,
    BlockLayout layout,
    Ends ends,
    Bos bos) {

  /// Refuses what contradicts itself.
  public ModelConfig {
    var heads = attention.nKeyValueHeads();
    if (heads < 1 || dims.nHeads() % heads != 0 || attention.layers().size() != dims.nLayers()) {
      throw new IllegalArgumentException(
          "%d heads with %d of keys and values, %d blocks with attention for %d"
              .formatted(dims.nHeads(), heads, dims.nLayers(), attention.layers().size()));
    }
  }

  /// A model like GPT-2: learned positions, attention then MLP, nothing special.
  ///
  /// @param architecture kind of folder
  /// @param dims sizes
  /// @param activation function of the MLP
  /// @param norm normalisation everywhere
  /// @param bos what begins every text
  /// @return its configuration
  public static ModelConfig plain(
      Architecture architecture, Dims dims, ActivationFunction activation, Norm norm, Bos bos) {
    return new ModelConfig(
        architecture,
        dims,
        Positions.LEARNED,
        Attention.plain(dims),
        new Mlp(activation, false),
        norm,
        BlockLayout.SEQUENTIAL,
        Ends.plain(dims, norm),
        bos);
  }

  /// The same with another attention.
  ///
  /// @param other the attention
  /// @return a new value
  public ModelConfig withAttention(Attention other) {
    return new ModelConfig(architecture, dims, positions, other, mlp, norm, layout, ends, bos);
  }

  /// The same with other normalisations in the blocks and before the unembedding.
  ///
  /// @param inBlocks that of the blocks
  /// @param last that before the unembedding, if there is one
  /// @return a new value
  public ModelConfig withNorms(Norm inBlocks, Optional<Norm> last) {
    var newEnds =
        new Ends(
            ends.embeddingScale(),
            ends.embeddingNorm(),
            ends.embeddingWidth(),
            last,
            ends.logitSoftCap());
    return new ModelConfig(
        architecture, dims, positions, attention, mlp, inBlocks, layout, newEnds, bos);
  }

  /// Normalisation whose output goes to the residual stream: that of embeddings and the second ones
  /// of a block. There is nothing behind it that its weights could be folded into, so it has them
  /// also where the others have none.
  ///
  /// @return its kind
  public Norm writingNorm() {
    return new Norm(norm.kind().centred() ? NormKind.LN : NormKind.RMS, norm.epsilon());
  }

  /// Sizes of a decoder.
  ///
  /// @param nLayers blocks
  /// @param dModel width of the residual stream
  /// @param nHeads heads of queries a block
  /// @param dHead width of a head
  /// @param dMlp neurons a block; 0 for attention-only models
  /// @param nCtx longest context
  /// @param dVocab tokens of the vocabulary
  public record Dims(
      int nLayers, int dModel, int nHeads, int dHead, int dMlp, int nCtx, int dVocab) {

    /// Refuses sizes that are not positive (`dMlp` may be 0).
    public Dims {
      if (Math.min(Math.min(nLayers, dModel), Math.min(nHeads, dHead)) < 1
          || Math.min(nCtx, dVocab) < 1
          || dMlp < 0) {
        throw new IllegalArgumentException(
            "no such model: %d layers, dModel %d, %d heads of %d, dMlp %d, nCtx %d, dVocab %d"
                .formatted(nLayers, dModel, nHeads, dHead, dMlp, nCtx, dVocab));
      }
    }
  }

  /// Normalisation.
  ///
  /// @param kind how, and with which weights
  /// @param epsilon added to the variance
  public record Norm(NormKind kind, double epsilon) {}

  /// Kinds of normalisation.
  public enum NormKind {
    /// LayerNorm with weight and bias.
    LN(true, true),
    /// LayerNorm without weights of its own: folded into what follows, or never there.
    LN_PRE(true, false),
    /// Division by the root mean square, with a weight.
    RMS(false, true),
    /// Division by the root mean square, the weight folded into what follows.
    RMS_PRE(false, false);

    private final boolean centred;
    private final boolean weighted;

    NormKind(boolean centred, boolean weighted) {
      this.centred = centred;
      this.weighted = weighted;
    }

    /// Whether the mean is subtracted first.
    ///
    /// @return true for LayerNorm
    public boolean centred() {
      return centred;
    }

    /// The same kind once its weights are folded into what reads from it.
    ///
    /// @return the kind without weights
    public NormKind folded() {
      return centred ? LN_PRE : RMS_PRE;
    }

    /// Whether it has a weight of its own, and a bias too if it is [#centred].
    ///
    /// @return false for folded ones
    public boolean weighted() {
      return weighted;
    }
  }

  /// Whether the blocks have no MLP.
  ///
  /// @return true for attention-only models
  public boolean attnOnly() {
    return dims.dMlp() == 0;
  }

  /// Function of the MLP.
  ///
  /// @return the function
  public ActivationFunction activation() {
    return mlp.activation();
  }

  /// How many tokens a text may have: the context, or more where rotary positions are stretched for
  /// longer texts as these come (dynamic scaling).
  ///
  /// @return tokens
  public int longestText() {
    for (var layer : attention.layers()) {
      if (layer.rope().isPresent()
          && layer.rope().orElseThrow().scaling() instanceof Rope.Dynamic(var factor, _)) {
        return (int) Math.max(dims.nCtx(), Math.min(Integer.MAX_VALUE, factor * dims.nCtx()));
      }
    }
    return dims.nCtx();
  }

  /// The neurons of the MLPs in one order.
  ///
  /// @return the index
  public NeuronIndex neurons() {
    return new NeuronIndex(attnOnly() ? 0 : dims.nLayers(), dims.dMlp());
  }
}
