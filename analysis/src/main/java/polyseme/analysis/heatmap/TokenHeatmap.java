// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.heatmap;

import polyseme.engine.hook.UnitAddress;
import polyseme.engine.tensor.FloatVector;
import polyseme.engine.text.TokenizedText;

/// A text with one activation a token: what every heat map, on screen or on paper, is drawn from.
///
/// @param model name of the model
/// @param unit whose activations these are
/// @param text the text and its tokens
/// @param activations one a token
/// @param range where the colours are full
public record TokenHeatmap(
    String model, UnitAddress unit, TokenizedText text, FloatVector activations, ColorRange range) {

  /// Refuses a number of activations other than that of the tokens.
  public TokenHeatmap {
    if (text.tokens().size() != activations.size()) {
      throw new IllegalArgumentException(
          "%d activations for %d tokens".formatted(activations.size(), text.tokens().size()));
    }
  }

  /// The token at which the unit is highest; tokens that are not part of the text do not count, nor
  /// does NaN.
  ///
  /// @return its number, the first of several; −1 if there is none
  public int peak() {
    var peak = -1;
    for (var i = 0; i < activations.size(); i++) {
      var value = activations.get(i);
      var candidate = !text.tokens().get(i).special() && !Float.isNaN(value);
      peak = candidate && (peak < 0 || value > activations.get(peak)) ? i : peak;
    }
    return peak;
  }
}
