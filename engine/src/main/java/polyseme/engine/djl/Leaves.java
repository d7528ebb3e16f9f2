// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import polyseme.engine.hook.HookPoint;

/// Where gradients end: at each hook point asked for, a zero is added that PyTorch differentiates
/// by. Weights are never differentiated by, so nothing is kept of the pass before the first one.
final class Leaves {

  private final Set<HookPoint> wanted;
  private final NDManager manager;
  private final Map<HookPoint, NDArray> zeros = new LinkedHashMap<>();

  /// The leaves of one pass.
  ///
  /// @param wanted hook points whose gradients are wanted
  /// @param manager keeps the leaves
  Leaves(Set<HookPoint> wanted, NDManager manager) {
    this.wanted = wanted;
    this.manager = manager;
  }

  boolean wants(HookPoint hook) {
    return wanted.contains(hook);
  }

  /// Adds a leaf.
  ///
  /// @param hook the hook point
  /// @param x what it holds
  /// @return the same numbers, to be differentiated by
  NDArray grow(HookPoint hook, NDArray x) {
    if (!wanted.contains(hook)) {
      return x;
    }
    var zero = manager.zeros(x.getShape());
    zero.setRequiresGradient(true);
    zeros.put(hook, zero);
    return x.add(zero);
  }

  /// The leaves, in firing order.
  Map<HookPoint, NDArray> all() {
    return zeros;
  }
}
