// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static polyseme.engine.hook.BlockSite.MID;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What happens between `hook_pre` and `hook_post`; chosen when a model is loaded.
sealed interface Nonlinearity {

  /// Applies it to all neurons of a block. Nothing is changed in place, so that gradients can pass.
  ///
  /// @param pre `[batch, pos, dMlp]`
  /// @param hooks what happens at the hook points on the way
  /// @return `[batch, pos, dMlp]`
  NDArray apply(NDArray pre, Hooks hooks);

  /// x · softmax(x) over the neurons of a block, then a LayerNorm over them if there is one.
  ///
  /// @param layer the block
  /// @param norm the LayerNorm
  record Solu(int layer, @Nullable Normalisation norm) implements Nonlinearity {
    @Override
    public NDArray apply(NDArray pre, Hooks hooks) {
      var solu = pre.softmax(-1).mul(pre);
      return norm == null ? solu : norm.apply(hooks.at(MID, layer, solu), hooks);
    }
  }

  /// The same function for every neuron by itself.
  ///
  /// @param function the function
  record Each(UnaryOperator<NDArray> function) implements Nonlinearity {
    @Override
    public NDArray apply(NDArray pre, Hooks hooks) {
      return function.apply(pre);
    }
  }
}
