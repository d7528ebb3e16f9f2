// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

import java.util.Optional;

/// What happens before the first block and after the last.
///
/// @param embeddingScale what token embeddings are multiplied by; `embed.W_E` is stored without it
/// @param embeddingNorm whether token embeddings are normalised first, as in BLOOM
/// @param embeddingWidth width of token embeddings; where it is not dModel, they are projected on
///   the way in and out, as in OPT-350m
/// @param finalNorm normalisation before the unembedding, if there is one
/// @param logitSoftCap c of logit → c · tanh(logit / c); [Attention#NONE] for no cap
public record Ends(
    double embeddingScale,
    boolean embeddingNorm,
    int embeddingWidth,
    Optional<ModelConfig.Norm> finalNorm,
    double logitSoftCap) {

  /// Nothing but a normalisation before the unembedding.
  ///
  /// @param dims sizes of the model
  /// @param norm the normalisation
  /// @return the ends of GPT-2
  public static Ends plain(ModelConfig.Dims dims, ModelConfig.Norm norm) {
    return new Ends(1, false, dims.dModel(), Optional.of(norm), Attention.NONE);
  }
}
