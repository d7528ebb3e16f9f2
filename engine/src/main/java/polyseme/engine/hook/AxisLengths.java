// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import java.util.List;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.tensor.Axis;

/// How long the axes of a model's activations are.
///
/// @param config what the model is
public record AxisLengths(ModelConfig config) {

  /// The length of one axis.
  ///
  /// @param axis the axis
  /// @param rows texts of the batch
  /// @param width positions of the batch
  /// @return its length
  public int of(Axis axis, int rows, int width) {
    var dims = config.dims();
    return switch (axis) {
      case BATCH -> rows;
      case POS, QUERY_POS, KEY_POS -> width;
      case HEAD -> dims.nHeads();
      case KEY_VALUE_HEAD -> config.attention().nKeyValueHeads();
      case D_HEAD -> dims.dHead();
      case D_QUERIES -> Math.multiplyExact(dims.nHeads(), dims.dHead());
      case D_KEYS -> Math.multiplyExact(config.attention().nKeyValueHeads(), dims.dHead());
      case D_MODEL -> dims.dModel();
      case D_MLP -> dims.dMlp();
      case D_VOCAB -> dims.dVocab();
      case ONE -> 1;
    };
  }

  /// The shape of what a hook point holds.
  ///
  /// @param hook the hook point
  /// @param rows texts of the batch
  /// @param width positions of the batch
  /// @return the length of each of its axes
  public List<Integer> shape(HookPoint hook, int rows, int width) {
    return hook.axes().stream().map(axis -> of(axis, rows, width)).toList();
  }
}
