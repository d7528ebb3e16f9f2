// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import polyseme.engine.task.CheckpointException;

/// SHA-256 over several files: of each its part, its own SHA-256, one after the other. File names
/// do not count, so that a renamed folder is the same model.
final class FolderDigest {

  private final MessageDigest total = FileDigest.sha256();

  void add(String part, Path file) throws CheckpointException {
    total.update((part + "\n").getBytes(StandardCharsets.UTF_8));
    total.update(FileDigest.of(file));
  }

  String hex() {
    return HexFormat.of().formatHex(total.digest());
  }
}
