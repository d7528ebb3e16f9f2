// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import polyseme.engine.model.Rope;
import polyseme.engine.model.Rope.Pairing;

/// Rotary positions, angle by angle.
///
/// @param rope frequencies
/// @param length of the text
record PlainRope(Rope rope, int length) {

  /// Turns one head in place.
  ///
  /// @param head its numbers
  /// @param from where they begin
  /// @param position the position
  void turn(double[] head, int from, int position) {
    var half = rope.width() / 2;
    for (var i = 0; i < half; i++) {
      var first = from + (rope.pairing() == Pairing.HALVES ? i : 2 * i);
      var second = from + (rope.pairing() == Pairing.HALVES ? i + half : 2 * i + 1);
      var angle = position * frequency(i);
      var x = head[first];
      var y = head[second];
      head[first] = stretch() * (x * Math.cos(angle) - y * Math.sin(angle));
      head[second] = stretch() * (y * Math.cos(angle) + x * Math.sin(angle));
    }
  }

  private double stretch() {
    return switch (rope.scaling()) {
      case Rope.Yarn yarn -> yarn.attentionFactor();
      case Rope.LongRope longRope -> longRope.attentionFactor();
      case Rope.Unscaled _, Rope.Linear _, Rope.Dynamic _, Rope.Llama3 _ -> 1;
    };
  }

  private double frequency(int i) {
    var plain = Math.pow(rope.theta(), -2.0 * i / rope.width());
    return switch (rope.scaling()) {
      case Rope.Unscaled _ -> plain;
      case Rope.Linear(var factor) -> plain / factor;
      case Rope.Dynamic(var factor, var trained) -> {
        var longer = Math.max(length, trained);
        var base = rope.theta();
        var d = (double) rope.width();
        base *= Math.pow(factor * longer / trained - (factor - 1), d / (d - 2));
        yield Math.pow(base, -2.0 * i / d);
      }
      case Rope.Llama3 llama -> llama3(plain, llama);
      case Rope.Yarn yarn -> yarn(plain, yarn, i);
      case Rope.LongRope(var near, var far, var trained, _) ->
          plain / (length > trained ? far : near).get(i);
    };
  }

  /// Turns over the trained context: few are divided, many kept, those between mixed.
  private static double llama3(double plain, Rope.Llama3 llama) {
    var turns = llama.trained() * plain / (2 * Math.PI);
    var share = (turns - llama.lowFactor()) / (llama.highFactor() - llama.lowFactor());
    var kept = Math.clamp(share, 0, 1);
    return kept * plain + (1 - kept) * plain / llama.factor();
  }

  private double yarn(double plain, Rope.Yarn yarn, int i) {
    var low = pair(yarn, yarn.betaFast());
    var high = pair(yarn, yarn.betaSlow());
    low = Math.max(0, yarn.truncate() ? Math.floor(low) : low);
    high = Math.min(rope.width() - 1, yarn.truncate() ? Math.ceil(high) : high);
    var divided = Math.clamp((i - low) / (high == low ? 0.001 : high - low), 0, 1);
    return (1 - divided) * plain + divided * plain / yarn.factor();
  }

  /// Which pair turns so often over the trained context.
  private double pair(Rope.Yarn yarn, double turns) {
    return rope.width()
        * Math.log(yarn.trained() / (2 * Math.PI * turns))
        / (2 * Math.log(rope.theta()));
  }
}
