// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

/// How the two halves of a block are joined to the residual stream.
///
/// @param parallel whether attention and MLP read the same residual stream, instead of one after
///   the other
/// @param norms where the normalisations stand
/// @param residualFromNorm whether the stream goes on from the normalised input (BLOOM's
///   `apply_residual_connection_post_layernorm`)
public record BlockLayout(boolean parallel, NormPlace norms, boolean residualFromNorm) {

  /// As in GPT-2: attention, then MLP, each behind a normalisation.
  public static final BlockLayout SEQUENTIAL = new BlockLayout(false, NormPlace.BEFORE, false);

  /// As in GPT-NeoX: attention and MLP side by side.
  public static final BlockLayout PARALLEL = new BlockLayout(true, NormPlace.BEFORE, false);

  /// Where the normalisations of a block stand. `ln1` belongs to attention, `ln2` to the MLP.
  public enum NormPlace {
    /// x + f(norm(x)).
    BEFORE,
    /// x + norm_post(f(norm(x))), as in Gemma 2; the second ones are `ln1_post` and `ln2_post`.
    BEFORE_AND_AFTER,
    /// x + norm(f(x)), as in OLMo 2.
    AFTER_BRANCH,
    /// norm(x + f(x)), as in OPT-350m.
    AFTER_SUM
  }
}
