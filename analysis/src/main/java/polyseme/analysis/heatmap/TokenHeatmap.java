// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.heatmap;

import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.Processing;
import polyseme.engine.tensor.FloatVector;
import polyseme.engine.text.TokenizedText;

/// A text with one activation a token: what every heat map, on screen or on paper, is drawn from.
///
/// @param model name of the model
/// @param processing how its weights were processed, `none` if they were not
/// @param unit whose activations these are
/// @param text the text and its tokens
/// @param activations one a token
/// @param range where the colours are full
public record TokenHeatmap(
    String model,
    String processing,
    UnitAddress unit,
    TokenizedText text,
    FloatVector activations,
    ColorRange range) {

  private static final String UNPROCESSED = Processing.NONE.text();

  /// Refuses a number of activations other than that of the tokens.
  public TokenHeatmap {
    if (text.tokens().size() != activations.size()) {
      throw new IllegalArgumentException(
          "%d activations for %d tokens".formatted(activations.size(), text.tokens().size()));
    }
  }

  /// A heat map of weights as they were trained.
  ///
  /// @param model name of the model
  /// @param unit whose activations these are
  /// @param text the text and its tokens
  /// @param activations one a token
  /// @param range where the colours are full
  public TokenHeatmap(
      String model,
      UnitAddress unit,
      TokenizedText text,
      FloatVector activations,
      ColorRange range) {
    this(model, UNPROCESSED, unit, text, activations, range);
  }

  /// The same in other colours.
  ///
  /// @param other where they are full
  /// @return a new value
  public TokenHeatmap withRange(ColorRange other) {
    return new TokenHeatmap(model, processing, unit, text, activations, other);
  }

  /// What to call the model where there is room for a name only: with its processing if there was
  /// any, for its numbers are others then.
  ///
  /// @return `solu-2l`, `solu-2l (processing: default)`
  public String source() {
    return processing.equals(UNPROCESSED) ? model : model + " (processing: " + processing + ")";
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
