// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static polyseme.engine.hook.BlockSite.MID;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/// What happens between `hook_pre` and `hook_post`; chosen when a model is loaded.
sealed interface Nonlinearity {

  /// Applies it to all neurons of a block.
  ///
  /// @param pre `[batch, pos, dMlp]`
  /// @param hooks what happens at the hook points on the way
  /// @return `[batch, pos, dMlp]`
  NDArray apply(NDArray pre, Hooks hooks);

  /// x · softmax(x) over the neurons of a block, then a LayerNorm over them.
  ///
  /// @param layer the block
  /// @param norm the LayerNorm
  record SoluLn(int layer, LayerNorm norm) implements Nonlinearity {
    @Override
    public NDArray apply(NDArray pre, Hooks hooks) {
      return norm.apply(hooks.at(MID, layer, pre.softmax(-1).muli(pre)), hooks);
    }
  }

  /// x · Φ(x).
  record Gelu() implements Nonlinearity {
    @Override
    public NDArray apply(NDArray pre, Hooks hooks) {
      return Torch.gelu(pre);
    }
  }

  /// The tanh approximation of GELU: x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))), computed as x ·
  /// sigmoid(x · (linear + cubic · x²)), which is the same function in fewer steps.
  ///
  /// @param linear 2 √(2/π)
  /// @param cubic 2 √(2/π) · 0.044715
  record GeluNew(NDArray linear, NDArray cubic) implements Nonlinearity {

    static GeluNew of(NDManager manager) {
      var linear = 2 * Math.sqrt(2 / Math.PI);
      return new GeluNew(
          manager.create((float) linear), manager.create((float) (linear * 0.044715)));
    }

    @Override
    public NDArray apply(NDArray pre, Hooks hooks) {
      return Torch.sigmoid(pre.mul(pre).muli(cubic).addi(linear).muli(pre)).muli(pre);
    }
  }
}
