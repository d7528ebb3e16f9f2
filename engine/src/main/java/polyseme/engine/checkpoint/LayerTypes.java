// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import polyseme.engine.task.CheckpointException;

/// The entry `layer_types`, which says of each block whether its attention has a window.
final class LayerTypes {

  static final String KEY = "layer_types";

  private LayerTypes() {}

  /// Reads the entry.
  ///
  /// @param fields the configuration
  /// @param nLayers how many blocks there are
  /// @return whether each block has a window; nothing if the entry is missing or null
  static Optional<List<Boolean>> read(ConfigFields fields, int nLayers) throws CheckpointException {
    if (!fields.has(KEY)) {
      return Optional.empty();
    }
    var types = fields.root().get(KEY);
    if (!types.isArray() || types.size() != nLayers) {
      throw fields.odd(KEY, "a list of one text for each of %d blocks".formatted(nLayers));
    }
    var windows = new ArrayList<Boolean>();
    for (var type : types) {
      windows.add(
          switch (type.isString() ? type.stringValue() : "") {
            case "full_attention", "attention" -> false;
            case "sliding_attention" -> true;
            default -> throw fields.refused(KEY);
          });
    }
    return Optional.of(windows);
  }

  /// For families that do not read the entry: refuses what they would pass over.
  ///
  /// @param fields the configuration
  /// @param nLayers how many blocks there are
  /// @param allowed whether blocks may have windows, for each value that is allowed in all blocks
  static void allowOnly(ConfigFields fields, int nLayers, Boolean... allowed)
      throws CheckpointException {
    var windows = read(fields, nLayers);
    if (windows.isPresent()
        && Stream.of(allowed).noneMatch(one -> windows.get().stream().allMatch(one::equals))) {
      throw fields.refused(KEY);
    }
  }
}
