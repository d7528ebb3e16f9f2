// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;

/// x · weightᵀ + bias.
///
/// @param weight `[out, in]`
/// @param bias `[out]`
record Linear(NDArray weight, NDArray bias) {

  NDArray apply(NDArray x) {
    return Torch.linear(x, weight, bias);
  }
}
