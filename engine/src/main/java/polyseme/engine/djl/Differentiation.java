// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import polyseme.engine.hook.Objective;
import polyseme.engine.hook.TokenBatch;

/// The backward pass.
///
/// decision: PyTorch's functions are called directly rather than by DJL's GradientCollector, of
/// which a process can have one at a time; so several threads may differentiate at once.
final class Differentiation {

  private Differentiation() {}

  /// Switches gradients on for this thread; whoever calls this switches them off again.
  static void begin() {
    JniUtils.setGradMode(true);
  }

  /// Goes back from an objective to the leaves.
  ///
  /// @param objective what is differentiated, already checked
  /// @param tokens the texts
  /// @param logits what the pass ended in, `[batch, pos, dVocab]`
  /// @param leaves whose gradients are wanted; they have them afterwards
  /// @return the objective
  static float backward(Objective objective, TokenBatch tokens, NDArray logits, Leaves leaves) {
    var value =
        switch (objective) {
          case Objective.Logit(var row, var position, var token) ->
              logits.get(row, position, token);
          case Objective.LogitDifference(var row, var position, var token, var minus) ->
              logits.get(row, position, token).sub(logits.get(row, position, minus));
          case Objective.Loss _ -> loss(tokens, logits);
        };
    var manager = logits.getManager();
    var anchored = value;
    // A leaf that a later change cut off from the logits has the gradient zero, not none.
    var nothing = manager.create(0f);
    for (var leaf : leaves.all().values()) {
      anchored = anchored.add(leaf.sum().mul(nothing));
    }
    JniUtils.backward((PtNDArray) anchored, (PtNDArray) manager.create(1f), false, false);
    return value.toFloatArray()[0];
  }

  private static NDArray loss(TokenBatch tokens, NDArray logits) {
    var width = tokens.width();
    var next = new long[tokens.rows() * width];
    var weights = new float[next.length];
    var predictions = predictions(tokens);
    for (var row = 0; row < tokens.rows(); row++) {
      for (var position = 0; position + 1 < tokens.length(row); position++) {
        next[row * width + position] = tokens.id(row, position + 1);
        weights[row * width + position] = -1f / predictions;
      }
    }
    var manager = logits.getManager();
    var shape = new Shape(tokens.rows(), width, 1);
    var chosen = logits.logSoftmax(-1).gather(manager.create(next, shape), 2); // [batch, pos, 1]
    return chosen.mul(manager.create(weights, shape)).sum();
  }

  /// How many tokens are predicted by the one before.
  static int predictions(TokenBatch tokens) {
    var count = 0;
    for (var row = 0; row < tokens.rows(); row++) {
      count += tokens.length(row) - 1;
    }
    return count;
  }
}
