// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static polyseme.engine.hook.BlockSite.POST;
import static polyseme.engine.hook.BlockSite.PRE;

import ai.djl.ndarray.NDArray;

/// The neurons of one block: post = f(x · wIn + bIn), out = post · wOut + bOut.
///
/// In and out: `[batch, pos, dModel]`.
///
/// @param layer the block
/// @param in what the neurons read, `[dMlp, dModel]`
/// @param inBias `[dMlp]`
/// @param function what happens in a neuron
/// @param out what the neurons write, `[dModel, dMlp]`
/// @param outBias `[dModel]`
record Mlp(
    int layer, NDArray in, NDArray inBias, Nonlinearity function, NDArray out, NDArray outBias) {

  NDArray apply(NDArray x, Hooks hooks) {
    var pre = hooks.at(PRE, layer, Torch.linear(x, in, inBias)); // [batch, pos, dMlp]
    var post = hooks.at(POST, layer, function.apply(pre, hooks)); // [batch, pos, dMlp]
    return Torch.linear(post, out, outBias);
  }
}
