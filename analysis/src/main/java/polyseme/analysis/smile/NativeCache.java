// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.smile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Libraries from the class path as files, kept between starts of the program. Beside each file
/// lies its SHA-256; a file that does not match it is written again. Every file is written under a
/// name of its own and then renamed, so that programs that start at the same time do not see each
/// other's halves.
record NativeCache(Path folder) {

  /// Where a user's caches are on this system.
  ///
  /// @param environment the environment variables
  /// @param os value of `os.name`
  /// @param home the user's home
  /// @return a folder that may not exist yet
  static Path userFolder(Map<String, String> environment, String os, Path home) {
    var local = environment.get("LOCALAPPDATA");
    if (os.startsWith("Windows")) {
      return (local == null ? home.resolve("AppData", "Local") : Path.of(local))
          .resolve("polyseme", "cache");
    }
    if (os.startsWith("Mac")) {
      return home.resolve("Library", "Caches", "polyseme");
    }
    var xdg = environment.get("XDG_CACHE_HOME");
    // the specification has relative values passed over
    return (xdg == null || !Path.of(xdg).isAbsolute() ? home.resolve(".cache") : Path.of(xdg))
        .resolve("polyseme");
  }

  /// The file of a library, written first if it is missing or damaged.
  ///
  /// @param resource where it lies on the class path
  /// @param name name of the file
  /// @param change what becomes of the bytes before they are written
  /// @return the file, or null if the class path has no such resource
  /// @throws IOException if the folder cannot be written
  @Nullable Path file(String resource, String name, UnaryOperator<byte[]> change)
      throws IOException {
    var url = NativeCache.class.getResource(resource);
    if (url == null) {
      return null;
    }
    var connection = url.openConnection();
    connection.setUseCaches(false);
    try (var in = connection.getInputStream()) {
      var size = connection.getContentLengthLong();
      var file = folder.resolve(name);
      if (!intact(file, size)) {
        write(in, file, change);
      }
      return file;
    }
  }

  /// Whether a file has the size of its source and the digest written beside it.
  static boolean intact(Path file, long size) throws IOException {
    var sum = sumFile(file);
    return Files.isRegularFile(file)
        && Files.size(file) == size
        && Files.isRegularFile(sum)
        && Files.readString(sum).startsWith(sha256(Files.readAllBytes(file)) + " ");
  }

  private static void write(InputStream in, Path file, UnaryOperator<byte[]> change)
      throws IOException {
    var bytes = change.apply(in.readAllBytes());
    Files.createDirectories(file.toAbsolutePath().getParent());
    replace(file, bytes);
    replace(
        sumFile(file),
        (sha256(bytes) + "  " + file.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    var part = Files.createTempFile(file.toAbsolutePath().getParent(), "part", null);
    try {
      Files.write(part, bytes);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Path sumFile(Path file) {
    return file.resolveSibling(file.getFileName() + ".sha256");
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /// Shortens a C string in a library and fills up with zeros, so that nothing moves.
  ///
  /// @param library the library's bytes; stay as they are
  /// @param from the string, which must be there exactly once
  /// @param to a beginning of it
  /// @return the changed copy
  static byte[] shorten(byte[] library, String from, String to) {
    if (!from.startsWith(to)) {
      throw new IllegalArgumentException("%s does not begin with %s".formatted(from, to));
    }
    var pattern = (from + "\0").getBytes(StandardCharsets.US_ASCII);
    var at = find(library, pattern, 0);
    if (at < 0 || find(library, pattern, at + 1) >= 0) {
      throw new IllegalArgumentException("the library does not name %s just once".formatted(from));
    }
    var changed = library.clone();
    Arrays.fill(changed, at + to.length(), at + from.length(), (byte) 0);
    return changed;
  }

  private static int find(byte[] bytes, byte[] pattern, int from) {
    for (var i = from; i <= bytes.length - pattern.length; i++) {
      if (bytes[i] == pattern[0]
          && Arrays.equals(bytes, i, i + pattern.length, pattern, 0, pattern.length)) {
        return i;
      }
    }
    return -1;
  }
}
