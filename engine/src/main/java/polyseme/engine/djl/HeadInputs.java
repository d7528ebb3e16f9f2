// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static polyseme.engine.hook.BlockSite.ATTN_IN;
import static polyseme.engine.hook.BlockSite.K_INPUT;
import static polyseme.engine.hook.BlockSite.Q_INPUT;
import static polyseme.engine.hook.BlockSite.V_INPUT;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.HookPoint;

/// What single heads read of the residual stream, once somebody made it differ between heads or
/// between queries, keys and values.
///
/// @param q `[batch, pos, head, dModel]`
/// @param k `[batch, pos, keyValueHead, dModel]`
/// @param v `[batch, pos, keyValueHead, dModel]`
record HeadInputs(NDArray q, NDArray k, NDArray v) {

  /// Passes the hook points of what heads read.
  ///
  /// @param x the residual stream, `[batch, pos, dModel]`
  /// @param layer the block
  /// @param heads heads of queries
  /// @param keyValueHeads heads of keys and values
  /// @param hooks what happens there
  /// @return what heads read, null if all read `x`
  static @Nullable HeadInputs changed(
      NDArray x, int layer, long heads, long keyValueHeads, Hooks hooks) {
    var sites = new BlockSite[] {ATTN_IN, Q_INPUT, K_INPUT, V_INPUT};
    if (Stream.of(sites).noneMatch(site -> hooks.wants(at(layer, site)))) {
      return null;
    }
    var forAll = hooks.at(ATTN_IN, layer, repeated(x, heads));
    // Only models with as many heads of keys as of queries have ATTN_IN.
    var forKeys = keyValueHeads == heads ? forAll : repeated(x, keyValueHeads);
    var q = hooks.at(Q_INPUT, layer, forAll);
    var k = hooks.at(K_INPUT, layer, forKeys);
    var v = hooks.at(V_INPUT, layer, forKeys);
    var changed = Stream.of(sites).anyMatch(site -> hooks.changes(at(layer, site)));
    return changed ? new HeadInputs(q, k, v) : null;
  }

  private static HookPoint at(int layer, BlockSite site) {
    return new HookPoint.InBlock(layer, site);
  }

  private static NDArray repeated(NDArray x, long heads) {
    var shape = x.getShape();
    return x.expandDims(2).broadcast(shape.get(0), shape.get(1), heads, shape.get(2));
  }

  /// The same after a change of each.
  HeadInputs each(UnaryOperator<NDArray> change) {
    return new HeadInputs(change.apply(q), change.apply(k), change.apply(v));
  }
}
