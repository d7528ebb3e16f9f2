// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import polyseme.engine.tensor.Activations;

/// What a forward pass captured, in firing order.
public final class ActivationCache {

  private final Map<HookPoint, Activations> captured;

  /// Keeps a copy of the map.
  ///
  /// @param captured activations by hook point, in firing order
  public ActivationCache(Map<HookPoint, Activations> captured) {
    this.captured = Collections.unmodifiableMap(new LinkedHashMap<>(captured));
  }

  /// The hook points captured.
  ///
  /// @return in firing order
  public Set<HookPoint> hooks() {
    return captured.keySet();
  }

  /// What a hook point held.
  ///
  /// @param hook a captured hook point
  /// @return its activations
  public Activations get(HookPoint hook) {
    var activations = captured.get(hook);
    if (activations == null) {
      throw new IllegalArgumentException(hook + " was not captured: " + captured.keySet());
    }
    return activations;
  }
}
