// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.FloatBuffer;

/// PyTorch functions that DJL's arrays do not offer in this form. A result lives as long as the
/// manager of the first operand; weights are therefore never first.
final class Torch {

  private Torch() {}

  /// x · weightᵀ + bias.
  static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
    return JniUtils.linear((PtNDArray) x, (PtNDArray) weight, (PtNDArray) bias);
  }

  /// Rows of a table.
  static NDArray rows(NDArray ids, NDArray table) {
    return JniUtils.embedding((PtNDArray) ids, (PtNDArray) table, false);
  }

  /// (x − mean) / √(variance + epsilon) · weight + bias over the last axis.
  static NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, double epsilon) {
    return JniUtils.layerNorm(
        (PtNDArray) x,
        new Shape(weight.getShape().get(0)),
        (PtNDArray) weight,
        (PtNDArray) bias,
        epsilon);
  }

  /// x · Φ(x) with the exact normal distribution.
  static NDArray gelu(NDArray x) {
    return JniUtils.gelu((PtNDArray) x);
  }

  /// max(x, 0).
  static NDArray relu(NDArray x) {
    return JniUtils.relu((PtNDArray) x);
  }

  /// tanh(x).
  static NDArray tanh(NDArray x) {
    return JniUtils.tanh((PtNDArray) x);
  }

  /// ln(1 + eˣ).
  static NDArray softplus(NDArray x) {
    return JniUtils.softPlus((PtNDArray) x);
  }

  /// x kept between two numbers.
  static NDArray clip(NDArray x, double least, double most) {
    return JniUtils.clip((PtNDArray) x, least, most);
  }

  /// 1 / (1 + e⁻ˣ).
  static NDArray sigmoid(NDArray x) {
    return JniUtils.sigmoid((PtNDArray) x);
  }

  /// `yes` where the condition holds, `no` elsewhere; all three are stretched to one shape.
  ///
  /// @param scope a living array whose manager takes the result
  static NDArray where(NDArray condition, NDArray yes, NDArray no, NDArray scope) {
    var chosen = JniUtils.where((PtNDArray) condition, (PtNDArray) yes, (PtNDArray) no);
    chosen.attach(scope.getManager());
    return chosen;
  }

  /// The numbers of an array where they lie, read-only; copied only if they do not lie in order.
  static FloatBuffer view(NDArray array) {
    return array.toByteBuffer(true).asFloatBuffer().asReadOnlyBuffer();
  }

  /// The numbers of an array, copied.
  static float[] copy(NDArray array) {
    var view = view(array);
    var values = new float[view.remaining()];
    view.get(values);
    return values;
  }
}
