// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import polyseme.engine.task.Reasons;
import polyseme.engine.task.TokenizerException;

/// SHA-256 of a tokenizer's files.
final class FileDigest {

  private FileDigest() {}

  /// Of one file, its SHA-256; of several, the SHA-256 over name and SHA-256 of each.
  ///
  /// @param files the files
  /// @return in hex
  /// @throws TokenizerException if one cannot be read
  static String of(List<Path> files) throws TokenizerException {
    if (files.size() == 1) {
      return hex(files.getFirst());
    }
    var all = sha256();
    for (var file : files) {
      all.update((file.getFileName() + " " + hex(file) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(all.digest());
  }

  private static String hex(Path file) throws TokenizerException {
    var digest = sha256();
    try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException unreadable) {
      throw new TokenizerJson(file).refused("cannot be read: " + Reasons.of(unreadable));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
