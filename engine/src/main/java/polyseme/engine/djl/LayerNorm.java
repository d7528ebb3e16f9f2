// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import polyseme.engine.hook.HookPoint;

/// Normalisation over the last axis: (x − mean) / √(variance + ε), then · weight + bias unless
/// these were folded into what follows.
///
/// In and out: `[batch, pos, width]`. Source: TransformerLens' LayerNorm and LayerNormPre, whose
/// `hook_normalized` stands before weight and bias.
final class LayerNorm {

  private final HookPoint scaleHook;
  private final HookPoint normalizedHook;
  private final @Nullable NDArray weight;
  private final @Nullable NDArray bias;
  private final Constants constants;

  /// What does not depend on the weights.
  ///
  /// @param ones as wide as the axis
  /// @param zeros as wide as the axis
  /// @param epsilon added to the variance
  /// @param epsilonArray the same as an array
  record Constants(NDArray ones, NDArray zeros, double epsilon, NDArray epsilonArray) {}

  /// A normalisation at its place.
  ///
  /// @param scaleHook where its divisor can be read and changed
  /// @param normalizedHook where its output before weight and bias can be
  /// @param affine weight and bias, null when folded
  /// @param constants the rest
  LayerNorm(
      HookPoint scaleHook, HookPoint normalizedHook, @Nullable Affine affine, Constants constants) {
    this.scaleHook = scaleHook;
    this.normalizedHook = normalizedHook;
    this.weight = affine == null ? null : affine.weight();
    this.bias = affine == null ? null : affine.bias();
    this.constants = constants;
  }

  /// Weight and bias.
  ///
  /// @param weight `[width]`
  /// @param bias `[width]`
  record Affine(NDArray weight, NDArray bias) {}

  NDArray apply(NDArray x, Hooks hooks) {
    var normalized = hooks.at(normalizedHook, normalized(x, hooks));
    return weight == null || bias == null ? normalized : normalized.mul(weight).addi(bias);
  }

  // Reading the scale computes it beside the fused kernel, so that reading changes no bit.
  private NDArray normalized(NDArray x, Hooks hooks) {
    if (!hooks.wants(scaleHook)) {
      return fused(x);
    }
    var centred = x.sub(x.mean(new int[] {-1}, true));
    var scale = hooks.at(scaleHook, scale(centred));
    return hooks.changes(scaleHook) ? centred.div(scale) : fused(x);
  }

  private NDArray fused(NDArray x) {
    return Torch.layerNorm(x, constants.ones, constants.zeros, constants.epsilon);
  }

  private NDArray scale(NDArray centred) {
    var variance = centred.mul(centred).mean(new int[] {-1}, true); // [batch, pos, 1]
    return variance.add(constants.epsilonArray).sqrt();
  }
}
