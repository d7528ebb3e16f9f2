// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import polyseme.engine.task.CheckpointException;
import tools.jackson.databind.JsonNode;

/// `model.safetensors.index.json`: which tensor lies in which of several files.
///
/// @param file the index
/// @param places the file of each tensor
record ShardIndex(Path file, SortedMap<String, Path> places) {

  private static final int LONGEST = 16_000_000;

  static ShardIndex read(Path file) throws CheckpointException {
    var map = Json.object(file, LONGEST).get("weight_map");
    if (map == null || !map.isObject() || map.isEmpty()) {
      throw Failures.damaged(file, "it has no weight_map");
    }
    var places = new TreeMap<String, Path>();
    for (var entry : map.properties()) {
      places.put(entry.getKey(), file.resolveSibling(plainName(file, entry)));
    }
    return new ShardIndex(file, places);
  }

  private static String plainName(Path file, Map.Entry<String, JsonNode> entry)
      throws CheckpointException {
    var name = entry.getValue().isString() ? entry.getValue().stringValue() : "";
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,200}\\.safetensors")) {
      throw Failures.damaged(
          file,
          "it looks for tensor %s in %s, which is no plain name of a safetensors file"
              .formatted(
                  Failures.shown(entry.getKey()), Failures.shown(entry.getValue().toString())));
    }
    return name;
  }

  /// The files, by name.
  List<Path> shards() {
    return List.copyOf(new TreeSet<>(places.values()));
  }

  /// Refuses shards that hold something else than the index says.
  void check(SortedMap<String, Path> found) throws CheckpointException {
    for (var entry : places.entrySet()) {
      if (!entry.getValue().equals(found.get(entry.getKey()))) {
        throw Failures.damaged(
            entry.getValue(),
            "it lacks tensor %s, which %s looks for in it"
                .formatted(Failures.shown(entry.getKey()), file.getFileName()));
      }
    }
    for (var entry : found.entrySet()) {
      if (!places.containsKey(entry.getKey())) {
        throw Failures.damaged(
            entry.getValue(),
            "it holds tensor %s, of which %s knows nothing"
                .formatted(Failures.shown(entry.getKey()), file.getFileName()));
      }
    }
  }
}
