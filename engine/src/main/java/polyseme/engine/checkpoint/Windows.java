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

  /// Reads the entry where the reference fails if it is null.
  ///
  /// @param fields the configuration
  /// @param missing the window if the entry is missing
  static int needed(ConfigFields fields, int missing) throws CheckpointException {
    return NotNull.size(fields, KEY, missing);
  }

  /// Windows of blocks of which some have one.
  ///
  /// @param sliding whether each block has one
  /// @param window the window
  static List<Integer> of(List<Boolean> sliding, int window) {
    return sliding.stream().map(slides -> slides ? window : Layer.ALL).toList();
  }
}
