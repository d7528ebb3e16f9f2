// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import polyseme.engine.model.Attention.Layer;
import polyseme.engine.task.CheckpointException;

/// The entry `sliding_window`: how many positions a query sees where attention has a window.
final class Windows {

  private static final String KEY = "sliding_window";

  private Windows() {}

  /// Reads the entry.
  ///
  /// @param fields the configuration
  /// @param missing the window if the entry is missing
  /// @return the window; [Layer#ALL] if the entry is null
  static int size(ConfigFields fields, int missing) throws CheckpointException {
    if (!fields.mentions(KEY)) {
      return missing;
    }
    return fields.has(KEY) ? fields.size(KEY) : Layer.ALL;
  }

  /// Windows of blocks of which some have one.
  ///
  /// @param fields the configuration
  /// @param sliding whether each block has one
  /// @param window the window, or [Layer#ALL]; the reference fails if a block needs it then
  static List<Integer> of(ConfigFields fields, List<Boolean> sliding, int window)
      throws CheckpointException {
    if (window == Layer.ALL && sliding.contains(true)) {
      throw fields.odd(KEY, "a window, which layer_types calls for");
    }
    return sliding.stream().map(slides -> slides ? window : Layer.ALL).toList();
  }
}
