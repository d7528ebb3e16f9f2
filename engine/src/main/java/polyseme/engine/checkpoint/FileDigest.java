// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import polyseme.engine.task.CheckpointException;

/// SHA-256 over the content of one file.
public final class FileDigest {

  private static final int CHUNK = 1 << 18;

  private FileDigest() {}

  /// The digest in words.
  ///
  /// @param file a file
  /// @return SHA-256 of its content, in hex
  /// @throws CheckpointException if it is no file or cannot be read
  public static String hex(Path file) throws CheckpointException {
    return HexFormat.of().formatHex(of(file));
  }

  static byte[] of(Path file) throws CheckpointException {
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

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
