// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.GlobalSite;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.Intervention;

/// What one forward pass does at its hook points: first the changes, in their order, then the
/// capture, then the end if nothing further was asked for.
///
/// A hook stands in the forward line: `x = hooks.at(PRE, layer, x)`. It gives back `x` itself or a
/// changed copy, never changes an array in place.
final class Hooks {

  /// Takes what a hook point holds.
  @FunctionalInterface
  interface Capture {

    /// Called in firing order.
    ///
    /// @param hook the hook point
    /// @param values what it holds; only until the call returns
    void take(HookPoint hook, NDArray values);
  }

  /// Ends a pass after its last hook point.
  static final class Ended extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Ended() {
      super(null, null, false, false);
    }
  }

  private final Set<HookPoint> captured;
  private final Map<HookPoint, List<Intervention>> changes = new HashMap<>();
  private final Capture capture;
  private final @Nullable HookPoint last;

  /// The hooks of one pass.
  ///
  /// @param request what is asked for, already checked
  /// @param last the last hook point that matters; null to go on to the logits
  /// @param capture takes what is captured
  Hooks(ForwardRequest request, @Nullable HookPoint last, Capture capture) {
    this.captured = request.capture();
    this.capture = capture;
    this.last = last;
    for (var change : request.interventions()) {
      changes.computeIfAbsent(change.target().hook(), _ -> new ArrayList<>()).add(change);
    }
  }

  /// A hook point of a block.
  NDArray at(BlockSite site, int layer, NDArray x) {
    return at(new HookPoint.InBlock(layer, site), x);
  }

  /// A hook point outside the blocks.
  NDArray at(GlobalSite site, NDArray x) {
    return at(new HookPoint.Global(site), x);
  }

  /// Any hook point.
  ///
  /// @param hook the hook point
  /// @param x what arrives there
  /// @return what goes on from there
  NDArray at(HookPoint hook, NDArray x) {
    var changed = x;
    for (var change : changes.getOrDefault(hook, List.of())) {
      changed = Changes.apply(change, changed);
    }
    if (captured.contains(hook)) {
      capture.take(hook, changed);
    }
    if (hook.equals(last)) {
      throw new Ended();
    }
    return changed;
  }

  /// Whether somebody reads or changes a hook point, so that it has to be computed.
  boolean wants(HookPoint hook) {
    return captured.contains(hook) || changes.containsKey(hook);
  }

  /// Whether somebody changes a hook point. Only this may choose another way of computing:
  /// capturing never changes a bit of the result.
  boolean changes(HookPoint hook) {
    return changes.containsKey(hook);
  }
}
