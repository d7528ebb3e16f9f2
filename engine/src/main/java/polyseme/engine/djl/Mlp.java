// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static polyseme.engine.hook.BlockSite.POST;
import static polyseme.engine.hook.BlockSite.PRE;
import static polyseme.engine.hook.BlockSite.PRE_LINEAR;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/// The neurons of one block: post = f(x · wIn + bIn), out = post · wOut + bOut; or, gated, post =
/// f(x · wGate + bGate) ⊙ (x · wIn + bIn).
///
/// In and out: `[batch, pos, dModel]`.
///
/// @param layer the block
/// @param gate what the gates read, null if there are none
/// @param in what the neurons read
/// @param function what happens in a neuron
/// @param out what the neurons write
record Mlp(int layer, @Nullable Linear gate, Linear in, Nonlinearity function, Linear out) {

  NDArray apply(NDArray x, Hooks hooks) {
    var read = gate == null ? in : gate;
    var pre = hooks.at(PRE, layer, read.apply(x)); // [batch, pos, dMlp]
    if (gate == null) {
      return out.apply(hooks.at(POST, layer, function.apply(pre, hooks)));
    }
    var linear = hooks.at(PRE_LINEAR, layer, in.apply(x)); // [batch, pos, dMlp]
    var post = hooks.at(POST, layer, function.apply(pre, hooks).mul(linear)); // [batch, pos, dMlp]
    return out.apply(post);
  }
}
