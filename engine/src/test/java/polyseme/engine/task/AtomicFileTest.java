// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir private Path temp;

  @Test
  void newContentReplacesOldAndLeavesNothingElse() throws Exception {
    var file = Files.writeString(temp.resolve("a"), "old and longer");
    AtomicFile.write(file, out -> out.write("new".getBytes(StandardCharsets.UTF_8)));
    assertEquals("new", Files.readString(file));
    assertEquals(1, count());
  }

  @Test
  void failureKeepsOldContentAndLeavesNothingElse() throws Exception {
    var file = Files.writeString(temp.resolve("a"), "old");
    var failure =
        assertThrows(
            OutputException.class,
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(1);
                      throw new IOException("no room left");
                    }));
    assertTrue(failure.what().contains("no room left"), failure.what());
    assertEquals("old", Files.readString(file));
    assertEquals(1, count());
  }

  @Test
  void missingFolderIsNamed() {
    var file = temp.resolve("nothing").resolve("a");
    var failure =
        assertThrows(OutputException.class, () -> AtomicFile.write(file, out -> out.write(1)));
    assertTrue(failure.what().contains("there is no folder"), failure.what());
  }

  @Test
  void folderIsNotReplaced() throws Exception {
    var folder = Files.createDirectory(temp.resolve("folder"));
    assertThrows(OutputException.class, () -> AtomicFile.write(folder, out -> out.write(1)));
    assertTrue(Files.isDirectory(folder));
  }

  private long count() throws IOException {
    try (var files = Files.list(temp)) {
      return files.count();
    }
  }
}
