// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import polyseme.engine.hook.BlockSite;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.RequestException;
import polyseme.engine.tensor.Axis;

/// One hook of a scan, and the numbers it gives for every token, treated as neurons.
///
/// @param site where in every block
/// @param index layers and numbers of a layer
record HookUnits(BlockSite site, NeuronIndex index) {

  static HookUnits of(BlockSite site, ModelConfig config) throws RequestException {
    var axes = site.axes();
    if (axes.get(0) != Axis.BATCH || axes.get(1) != Axis.POS) {
      throw new RequestException(
          "%s cannot be scanned: it gives numbers for pairs of tokens.".formatted(site.path()),
          "Choose a hook with numbers for every token, such as mlp.hook_post.");
    }
    var width = 1;
    for (var axis : axes.subList(2, axes.size())) {
      width = Math.multiplyExact(width, size(axis, config));
    }
    return new HookUnits(site, new NeuronIndex(config.dims().nLayers(), width));
  }

  private static int size(Axis axis, ModelConfig config) throws RequestException {
    var dims = config.dims();
    return switch (axis) {
      case D_MODEL -> dims.dModel();
      case D_MLP -> dims.dMlp();
      case HEAD -> dims.nHeads();
      case KEY_VALUE_HEAD -> config.attention().nKeyValueHeads();
      case D_HEAD -> dims.dHead();
      case D_QUERIES -> Math.multiplyExact(dims.nHeads(), dims.dHead());
      case D_KEYS -> Math.multiplyExact(config.attention().nKeyValueHeads(), dims.dHead());
      case ONE -> 1;
      case BATCH, POS, QUERY_POS, KEY_POS, D_VOCAB ->
          throw new RequestException(
              "Numbers along %s cannot be scanned.".formatted(axis), "Choose another hook.");
    };
  }
}
