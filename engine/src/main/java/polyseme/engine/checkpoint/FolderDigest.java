// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import polyseme.engine.task.CheckpointException;

/// SHA-256 over several files: of each its part, its own SHA-256, one after the other. File names
/// do not count, so that a renamed folder is the same model. Nothing is read before [#hex]; files
/// that changed since they were added are refused.
final class FolderDigest {

  private record Part(String what, Path file, FileStamp stamp) {}

  private final List<Part> parts = new ArrayList<>();

  void add(String part, Path file) throws CheckpointException {
    parts.add(new Part(part, file, FileStamp.of(file)));
  }

  String hex() throws CheckpointException {
    var total = FileDigest.sha256();
    for (var part : parts) {
      total.update((part.what + "\n").getBytes(StandardCharsets.UTF_8));
      total.update(FileDigest.of(part.file));
    }
    checkUnchanged();
    return HexFormat.of().formatHex(total.digest());
  }

  /// Refuses files that are not what they were when they were added.
  void checkUnchanged() throws CheckpointException {
    for (var part : parts) {
      if (!part.stamp.holds(part.file)) {
        throw new CheckpointException(
            "%s changed while the model was opened.".formatted(part.file),
            "Wait until nothing writes to the folder any more, then open it again.");
      }
    }
  }
}
