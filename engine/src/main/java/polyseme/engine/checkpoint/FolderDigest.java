// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import polyseme.engine.task.CheckpointException;

/// SHA-256 over several files: of each its part, its own SHA-256, one after the other. File names
/// do not count, so that a renamed folder is the same model.
final class FolderDigest {

  private static final int CHUNK = 1 << 18;

  private final MessageDigest total = sha256();

  void add(String part, Path file) throws CheckpointException {
    total.update((part + "\n").getBytes(StandardCharsets.UTF_8));
    total.update(ofFile(file));
  }

  String hex() {
    return HexFormat.of().formatHex(total.digest());
  }

  private static byte[] ofFile(Path file) throws CheckpointException {
    var digest = sha256();
    var chunk = ByteBuffer.allocate(CHUNK);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw Failures.unsupported(file, "is not a file");
    }
    try (var channel = Files.newByteChannel(file)) {
      while (channel.read(chunk.clear()) >= 0) {
        digest.update(chunk.flip());
      }
      return digest.digest();
    } catch (IOException e) {
      throw Failures.unreadable(file, e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
