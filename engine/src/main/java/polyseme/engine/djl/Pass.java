// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyseme.engine.hook.TokenBatch;

/// One forward pass on its way; used by one thread.
final class Pass {

  private final NDManager manager;
  private final NDArray ids;
  private final Hooks hooks;
  private final Map<Integer, NDArray> visible = new HashMap<>();
  private @Nullable NDArray distances;
  private @Nullable NDArray positions;

  private Pass(NDManager manager, NDArray ids, Hooks hooks) {
    this.manager = manager;
    this.ids = ids;
    this.hooks = hooks;
  }

  static Pass begin(NDManager manager, TokenBatch tokens, Hooks hooks) {
    var ids =
        manager.create(tokens.toArray()).reshape(tokens.rows(), tokens.width()); // [batch, pos]
    return new Pass(manager, ids, hooks);
  }

  /// Keeps what lives until the pass ends.
  NDManager manager() {
    return manager;
  }

  /// Token numbers, `[batch, pos]`.
  NDArray ids() {
    return ids;
  }

  /// What happens at the hook points.
  Hooks hooks() {
    return hooks;
  }

  int width() {
    return (int) ids.getShape().get(1);
  }

  /// Which positions see which, `[queryPos, keyPos]`.
  ///
  /// @param window how many positions a query sees, itself among them; 0 for all before it
  NDArray visible(int window) {
    return visible.computeIfAbsent(window, key -> Reach.visible(manager, width(), key));
  }

  /// Key position less query position, `[queryPos, keyPos]`.
  NDArray distances() {
    if (distances == null) {
      var places = manager.arange(width()).toType(DataType.FLOAT32, true);
      distances = places.sub(places.reshape(width(), 1));
    }
    return distances;
  }

  /// What positions add to the input of queries and keys, `[pos, dModel]`; null for nothing.
  @Nullable NDArray positions() {
    return positions;
  }

  /// Sets what positions add to the input of queries and keys.
  void addToScores(NDArray embedded) {
    positions = embedded;
  }
}
