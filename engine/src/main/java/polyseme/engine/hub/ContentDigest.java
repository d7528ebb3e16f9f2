// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import polyseme.engine.task.Progress;

/// The two digests by which the hub names files: SHA-256 of large ones, and what Git computes for
/// small ones, SHA-1 over `blob`, the length and the content.
final class ContentDigest {

  private static final int CHUNK = 1 << 18;
  private static final int SHA_1 = 40;

  private ContentDigest() {}

  static boolean isDigest(String text) {
    return text.matches("[0-9a-f]{40}|[0-9a-f]{64}");
  }

  /// Reads a file from the disk, which also notices what another program wrote into it.
  ///
  /// @return whether its content has the digest
  static boolean matches(Path file, String digest, Progress progress) throws IOException {
    var size = Files.size(file);
    var sum = digest.length() == SHA_1 ? of("SHA-1") : of("SHA-256");
    if (digest.length() == SHA_1) {
      sum.update("blob %d\0".formatted(size).getBytes(StandardCharsets.US_ASCII));
    }
    var chunk = ByteBuffer.allocate(CHUNK);
    var done = 0L;
    try (var channel = Files.newByteChannel(file)) {
      for (var read = channel.read(chunk); read >= 0; read = channel.read(chunk.clear())) {
        progress.checkCancelled();
        sum.update(chunk.flip());
        done += read;
        progress.report("Checking the digest", done, size, "bytes");
      }
    }
    return HexFormat.of().formatHex(sum.digest()).equals(digest);
  }

  private static MessageDigest of(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has both
    }
  }
}
