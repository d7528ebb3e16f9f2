// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import polyseme.engine.hook.HookPoint;

/// Normalisation over the last axis: LayerNorm, (x − mean) / √(variance + ε), or division by the
/// root mean square, x / √(mean(x²) + ε); then · weight + bias as far as there are any.
///
/// In and out: `[…, width]`. Source: TransformerLens' LayerNorm, LayerNormPre, RMSNorm and
/// RMSNormPre, whose `hook_normalized` stands before weight and bias.
final class Normalisation {

  private final @Nullable HookPoint scaleHook;
  private final @Nullable HookPoint normalizedHook;
  private final Affine affine;
  private final Constants constants;

  /// What does not depend on the weights.
  ///
  /// @param centred whether the mean is subtracted first
  /// @param ones as wide as the axis
  /// @param zeros as wide as the axis
  /// @param epsilon added to the variance
  /// @param epsilonArray the same as an array
  record Constants(
      boolean centred, NDArray ones, NDArray zeros, double epsilon, NDArray epsilonArray) {}

  /// Weight and bias.
  ///
  /// @param weight `[width]`, null if there is none
  /// @param bias `[width]`, null if there is none
  record Affine(@Nullable NDArray weight, @Nullable NDArray bias) {}

  /// Where a normalisation can be read and changed.
  ///
  /// @param scale its divisor
  /// @param normalized its output before weight and bias
  record At(HookPoint scale, HookPoint normalized) {}

  /// A normalisation at its place.
  ///
  /// @param at its hook points, null if it has none
  /// @param affine weight and bias
  /// @param constants the rest
  Normalisation(@Nullable At at, Affine affine, Constants constants) {
    this.scaleHook = at == null ? null : at.scale();
    this.normalizedHook = at == null ? null : at.normalized();
    this.affine = affine;
    this.constants = constants;
  }

  NDArray apply(NDArray x, Hooks hooks) {
    var normalized = normalized(x, hooks);
    return weighted(normalizedHook == null ? normalized : hooks.at(normalizedHook, normalized));
  }

  /// The same without hook points, for several arrays at one place.
  NDArray silently(NDArray x) {
    return weighted(plain(x));
  }

  private NDArray weighted(NDArray normalized) {
    var scaled = affine.weight == null ? normalized : normalized.mul(affine.weight);
    return affine.bias == null ? scaled : scaled.add(affine.bias);
  }

  // Reading the scale computes it beside the fused kernel, so that reading changes no bit.
  private NDArray normalized(NDArray x, Hooks hooks) {
    if (scaleHook == null || !hooks.wants(scaleHook)) {
      return plain(x);
    }
    var centred = constants.centred ? x.sub(x.mean(new int[] {-1}, true)) : x;
    var scale = hooks.at(scaleHook, scale(centred));
    return hooks.changes(scaleHook) ? centred.div(scale) : plain(x);
  }

  private NDArray plain(NDArray x) {
    return constants.centred
        ? Torch.layerNorm(x, constants.ones, constants.zeros, constants.epsilon)
        : x.div(scale(x));
  }

  private NDArray scale(NDArray centred) {
    var variance = centred.mul(centred).mean(new int[] {-1}, true); // […, 1]
    return variance.add(constants.epsilonArray).sqrt();
  }
}
