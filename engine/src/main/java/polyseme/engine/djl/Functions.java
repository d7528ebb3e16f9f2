// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.UnaryOperator;
import polyseme.engine.model.ActivationFunction;

/// Activation functions of single neurons. Their constants are made once, because making a tensor
/// of one number costs more than an operation on a few thousand.
///
/// @param manager keeps the constants
record Functions(NDManager manager) {

  private static final double GELU_NEW_LINEAR = 2 * Math.sqrt(2 / Math.PI);
  private static final double GELU_NEW_CUBIC = 0.044715;
  private static final double QUICK = 1.702;

  /// Finds a function.
  ///
  /// @param function which; none that looks at several neurons
  /// @return the function
  UnaryOperator<NDArray> of(ActivationFunction function) {
    return switch (function) {
      case SOLU, SOLU_LN -> throw new IllegalArgumentException("not of single neurons");
      case GELU -> Torch::gelu;
      case GELU_NEW -> geluNew();
      case GELU_10 -> x -> Torch.clip(Torch.gelu(x), -10, 10);
      case QUICK_GELU -> {
        var factor = constant(QUICK);
        yield x -> Torch.sigmoid(x.mul(factor)).mul(x);
      }
      case SILU -> x -> Torch.sigmoid(x).mul(x);
      case RELU -> Torch::relu;
      case RELU2 ->
          x -> {
            var above = Torch.relu(x);
            return above.mul(above);
          };
      case RELU6 -> x -> Torch.clip(x, 0, 6);
      case LEAKY_RELU -> {
        var slope = constant(0.01);
        yield x -> Torch.where(x.gte(x.zerosLike()), x, x.mul(slope), x);
      }
      case SIGMOID -> Torch::sigmoid;
      case TANH -> Torch::tanh;
      case MISH -> x -> Torch.tanh(Torch.softplus(x)).mul(x);
      case HARDSWISH -> {
        var shift = constant(3);
        var sixth = constant(1 / 6.0);
        yield x -> Torch.clip(x.add(shift), 0, 6).mul(sixth).mul(x);
      }
      case LINEAR -> x -> x;
    };
  }

  /// Computed as x · σ(x · (linear + cubic · x²)), which is the same function in fewer steps.
  private UnaryOperator<NDArray> geluNew() {
    var linear = constant(GELU_NEW_LINEAR);
    var cubic = constant(GELU_NEW_LINEAR * GELU_NEW_CUBIC);
    return x -> Torch.sigmoid(x.mul(x).muli(cubic).addi(linear).mul(x)).mul(x);
  }

  private NDArray constant(double value) {
    return manager.create((float) value);
  }
}
