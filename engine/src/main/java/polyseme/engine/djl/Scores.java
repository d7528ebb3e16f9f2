// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/// How queries and keys meet: q·k / scale, then the soft cap, the slopes of the distance, the mask.
///
/// @param scale what the products are divided by
/// @param softCap c of score → c · tanh(score / c), null for no cap
/// @param slopes how much each head's score falls a position of distance, `[head, 1, 1]`; null for
///   nothing
/// @param window how many positions a query sees, 0 for all before it
/// @param masked −∞
record Scores(
    NDArray scale,
    @Nullable NDArray softCap,
    @Nullable NDArray slopes,
    int window,
    NDArray masked) {

  /// All of it.
  ///
  /// @param q `[batch, pos, head, dHead]`
  /// @param k `[batch, pos, head, dHead]`
  /// @param pass the pass
  /// @return `[batch, head, queryPos, keyPos]`, −∞ where a query does not see
  NDArray of(NDArray q, NDArray k, Pass pass) {
    var products =
        q.transpose(0, 2, 1, 3).matMul(k.transpose(0, 2, 3, 1)); // [batch, head, queryPos, keyPos]
    var scores = products.divi(scale);
    if (softCap != null) {
      scores = Torch.tanh(scores.div(softCap)).mul(softCap);
    }
    if (slopes != null) {
      var fall = pass.distances().mul(slopes); // [head, queryPos, keyPos]
      fall.attach(scores.getManager());
      scores = scores.add(fall);
    }
    return Torch.where(pass.visible(window), scores, masked, scores);
  }

  /// The slopes of heads: powers of 2^(−8/n) for n a power of two; for other numbers of heads those
  /// of the power of two below, then every second one of twice that.
  ///
  /// @param heads how many
  /// @return one for each head. Source: “Train Short, Test Long”, and BLOOM's code for the rest.
  static float[] slopes(int heads) {
    var base = Integer.highestOneBit(heads);
    var slopes = new float[heads];
    for (var head = 0; head < heads; head++) {
      var exponent = head < base ? -8.0 * (head + 1) / base : -4.0 * (2 * (head - base) + 1) / base;
      slopes[head] = (float) Math.pow(2, exponent);
    }
    return slopes;
  }
}
