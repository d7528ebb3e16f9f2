// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.heatmap;

/// The tokens of a heat map as a page shows them: which one stands out and how they are counted.
///
/// @param heatmap tokens, activations and range
/// @param peak which token is underlined; −1 for none
/// @param firstPosition what the first token's place is called
public record TokenRun(TokenHeatmap heatmap, int peak, int firstPosition) {

  /// A whole text: the highest token stands out, places are those of the model's `pos` axis.
  ///
  /// @param heatmap tokens, activations and range
  /// @return the run
  public static TokenRun of(TokenHeatmap heatmap) {
    return new TokenRun(heatmap, heatmap.peak(), 0);
  }
}
