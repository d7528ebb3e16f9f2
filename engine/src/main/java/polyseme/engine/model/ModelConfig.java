// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

/// What decides a forward pass, read from `config.json` alone.
///
/// @param architecture kind of folder
/// @param dims sizes
/// @param activation function of the MLP
/// @param norm normalisation before attention, MLP and unembedding
/// @param attnOnly whether the blocks have no MLP
/// @param attentionScale what the scores are divided by, normally √dHead
/// @param scaleByLayer whether block `l` divides its scores by `l + 1` as well
/// @param bos the token that begins texts, and whether it does so by default
public record ModelConfig(
    Architecture architecture,
    Dims dims,
    ActivationFunction activation,
    Norm norm,
    boolean attnOnly,
    double attentionScale,
    boolean scaleByLayer,
    Bos bos) {

  /// Sizes of a decoder.
  ///
  /// @param nLayers blocks
  /// @param dModel width of the residual stream
  /// @param nHeads attention heads a block
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
  /// @param kind with or without weights of its own
  /// @param epsilon added to the variance
  public record Norm(NormKind kind, double epsilon) {}

  /// Kinds of normalisation.
  public enum NormKind {
    /// LayerNorm with weight and bias.
    LN,
    /// LayerNorm whose weight and bias were folded into what follows.
    LN_PRE
  }

  /// The neurons of the MLPs in one order.
  ///
  /// @return the index
  public NeuronIndex neurons() {
    return new NeuronIndex(attnOnly ? 0 : dims.nLayers(), dims.dMlp());
  }
}
