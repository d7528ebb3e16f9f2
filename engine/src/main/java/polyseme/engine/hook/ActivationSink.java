// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import java.nio.FloatBuffer;

/// Takes activations as they arise, without a copy of the whole.
@FunctionalInterface
public interface ActivationSink {

  /// Called once for each hook point captured, in firing order, on the thread of the forward pass.
  ///
  /// @param hook the hook point
  /// @param values its numbers in the order of its axes, last axis fastest; valid during this call
  ///   only
  void accept(HookPoint hook, FloatBuffer values);
}
