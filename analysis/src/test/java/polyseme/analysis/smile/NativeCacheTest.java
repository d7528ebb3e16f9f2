// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.smile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Workers;

class NativeCacheTest {

  private static final String RESOURCE = "/polyseme/analysis/smile/NativeCache.class";

  @TempDir Path folder;

  private static byte[] source() throws IOException {
    try (var in = NativeCache.class.getResourceAsStream(RESOURCE)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private Path file() throws IOException {
    var file = new NativeCache(folder.resolve("new")).file(RESOURCE, "a", UnaryOperator.identity());
    return Objects.requireNonNull(file);
  }

  @Test
  void aMissingFileIsWritten() throws IOException {
    assertArrayEquals(source(), Files.readAllBytes(file()));
  }

  @Test
  void anIntactFileIsNotWrittenAgain() throws IOException {
    var before = Files.readAttributes(file(), BasicFileAttributes.class).fileKey();
    assertEquals(before, Files.readAttributes(file(), BasicFileAttributes.class).fileKey());
  }

  @Test
  void aTruncatedFileIsWrittenAgain() throws IOException {
    Files.write(file(), new byte[] {1, 2, 3});
    assertArrayEquals(source(), Files.readAllBytes(file()));
  }

  @Test
  void aChangedByteIsNoticed() throws IOException {
    var bytes = source();
    bytes[bytes.length / 2] ^= 1;
    Files.write(file(), bytes);
    assertArrayEquals(source(), Files.readAllBytes(file()));
  }

  @Test
  void startsAtTheSameTimeDoNotDisturbEachOther() throws IOException, PolysemeException {
    Callable<byte[]> start = () -> Files.readAllBytes(file());
    try (var workers = new Workers(4)) {
      for (var bytes : workers.all(Collections.nCopies(40, start))) {
        assertArrayEquals(source(), bytes);
      }
    }
    try (var left = Files.list(folder.resolve("new"))) {
      assertEquals(2, left.count());
    }
  }

  @Test
  void noSuchResourceIsNoFile() throws IOException {
    assertNull(new NativeCache(folder).file("/no/such", "a", UnaryOperator.identity()));
  }

  @Test
  void anUnwritableFolderIsSaid() throws IOException {
    var blocked = Files.writeString(folder.resolve("file"), "in the way");
    assertThrows(
        IOException.class,
        () -> new NativeCache(blocked).file(RESOURCE, "a", UnaryOperator.identity()));
  }

  @Test
  void everySystemHasItsOwnCacheFolder() {
    var home = folder.resolve("ada");
    var fast = folder.resolve("fast");
    assertEquals(home.resolve(".cache/polyseme"), NativeCache.userFolder(Map.of(), "Linux", home));
    assertEquals(
        fast.resolve("polyseme"),
        NativeCache.userFolder(Map.of("XDG_CACHE_HOME", fast.toString()), "Linux", home));
    assertEquals(
        home.resolve(".cache/polyseme"),
        NativeCache.userFolder(Map.of("XDG_CACHE_HOME", "relative"), "Linux", home));
    assertEquals(
        home.resolve("Library/Caches/polyseme"),
        NativeCache.userFolder(Map.of(), "Mac OS X", home));
    assertEquals(
        fast.resolve("polyseme/cache"),
        NativeCache.userFolder(Map.of("LOCALAPPDATA", fast.toString()), "Windows 11", home));
  }

  @Test
  void aNameIsShortenedInPlace() {
    assertArrayEquals(
        ascii("x\0libq.so\0\0\0y"),
        NativeCache.shorten(ascii("x\0libq.so.0\0y"), "libq.so.0", "libq.so"));
  }

  @Test
  void aLibraryWithoutTheNameOrWithTwoIsRefused() {
    for (var library : new String[] {"nothing", "libq.so.0\0libq.so.0\0"}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> NativeCache.shorten(ascii(library), "libq.so.0", "libq.so"));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
