// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyseme.engine.hook.AxisLengths;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.NearestName;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.tensor.Axis;

/// The hook points of one model: which fire, in which order, and how large they are.
final class HookTable {

  private final AxisLengths lengths;
  private final List<HookPoint> firing;
  private final Map<HookPoint, Integer> order = new HashMap<>();

  HookTable(ModelConfig config) {
    this.lengths = new AxisLengths(config);
    var hooks = FiringOrder.of(config);
    this.firing = List.copyOf(hooks);
    for (var hook : firing) {
      order.put(hook, order.size());
    }
  }

  /// Those that fire, in order.
  List<HookPoint> firing() {
    return firing;
  }

  boolean fires(HookPoint hook) {
    return order.containsKey(hook);
  }

  /// Whether one fires before another.
  boolean firesBefore(HookPoint first, HookPoint second) {
    return order.getOrDefault(first, -1) < order.getOrDefault(second, -1);
  }

  /// The one that fires last.
  ///
  /// @param hooks hook points that fire
  /// @return the last of them, null if there is none
  @Nullable HookPoint last(Collection<HookPoint> hooks) {
    HookPoint last = null;
    for (var hook : hooks) {
      if (last == null || order.getOrDefault(hook, -1) > order.getOrDefault(last, -1)) {
        last = hook;
      }
    }
    return last;
  }

  /// The name of the one that fires and is spelled most alike.
  String nearest(HookPoint hook) {
    return NearestName.of(hook.name(), firing.stream().map(HookPoint::name).toList());
  }

  /// How many tokens a text may have.
  int longestText() {
    return lengths.config().longestText();
  }

  /// How long an axis is.
  ///
  /// @param axis the axis
  /// @param rows texts of the batch
  /// @param width positions of the batch
  /// @return its length
  int length(Axis axis, int rows, int width) {
    return lengths.of(axis, rows, width);
  }

  /// How many numbers a hook point holds.
  ///
  /// @param hook the hook point
  /// @param rows texts of the batch
  /// @param width positions of the batch
  /// @return the product of its axes
  long size(HookPoint hook, int rows, int width) {
    var size = 1L;
    for (var axis : hook.axes()) {
      size *= length(axis, rows, width);
    }
    return size;
  }
}
