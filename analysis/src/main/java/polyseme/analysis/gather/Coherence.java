// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

/// How much the contexts of a neuron's activations resemble each other.
///
/// @param score mean cosine of two different tokens' contexts, each pair weighted by the product of
///   how far the neuron is above its resting level at both, −1 to 1; NaN if there is no pair
/// @param mass sum of the distances above the resting level
/// @param effectiveTokens number of equally strong tokens that would give as unequal a
///   distribution: squared sum over sum of squares; 0 if the neuron never rose
public record Coherence(double score, double mass, double effectiveTokens) {

  // a second token of a hundred-thousandth of the first's strength says nothing within rounding
  private static final double ONE_TOKEN = 1 + 0x1p-16;

  /// From sums over tokens.
  ///
  /// Source: the linear form of the MonoScore (Pach et al. 2025, arXiv 2504.02821) on the part
  /// above the resting level.
  ///
  /// @param sum Σb
  /// @param squares Σb²
  /// @param resultant ‖Σbp‖², p being the unit context vectors
  /// @return the coherence
  static Coherence of(double sum, double squares, double resultant) {
    if (sum <= 0 || squares <= 0) {
      return new Coherence(Double.NaN, Math.max(sum, 0), 0);
    }
    var effective = sum * sum / squares;
    var score =
        effective <= ONE_TOKEN
            ? Double.NaN
            : Math.clamp((resultant - squares) / (sum * sum - squares), -1, 1);
    return new Coherence(score, sum, effective);
  }
}
