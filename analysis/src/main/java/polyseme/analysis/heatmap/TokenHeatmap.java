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
}
