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
/// capture or the leaf of a gradient, then the end if nothing further was asked for.
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
  private final @Nullable Leaves leaves;
  private final Changes changer;

  /// The hooks of one pass that captures.
  ///
  /// @param request what is asked for, already checked
  /// @param changer carries out the changes
  /// @param last the last hook point that matters; null to go on to the logits
  /// @param capture takes what is captured
  Hooks(ForwardRequest request, Changes changer, @Nullable HookPoint last, Capture capture) {
    this.captured = request.capture();
    this.changer = changer;
    this.capture = capture;
    this.last = last;
    this.leaves = null;
    keep(request.interventions());
  }

  /// The hooks of one pass that is differentiated.
  ///
  /// @param interventions changes on the way, already checked
  /// @param changer carries out the changes
  /// @param leaves grows what is differentiated by
  Hooks(List<Intervention> interventions, Changes changer, Leaves leaves) {
    this.captured = Set.of();
    this.changer = changer;
    this.capture = (_, _) -> {};
    this.last = null;
    this.leaves = leaves;
    keep(interventions);
  }

  private void keep(List<Intervention> interventions) {
    for (var change : interventions) {
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
      changed = changer.apply(change, changed);
    }
    if (leaves != null) {
      changed = leaves.grow(hook, changed);
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
    return captured.contains(hook) || changes(hook);
  }

  /// Whether somebody changes a hook point, or differentiates by it. Only this may choose another
  /// way of computing: capturing never changes a bit of the result.
  boolean changes(HookPoint hook) {
    return changes.containsKey(hook) || (leaves != null && leaves.wants(hook));
  }
}
