// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.task.OutputException;
import polyseme.engine.tensor.Activations;
import polyseme.engine.tensor.Axis;

final class NpzWriterTest {

  // longer than a chunk, so that chunks are joined
  private static final int LENGTH = 40_000;

  @TempDir private Path folder;

  private Path written() throws OutputException {
    var values = new float[LENGTH];
    for (var i = 0; i < LENGTH; i++) {
      values[i] = i / 7f;
    }
    var post = Activations.wrap(List.of(Axis.POS, Axis.D_MLP), List.of(2, LENGTH / 2), values);
    var file = folder.resolve("run.npz");
    new NpzWriter()
        .floats("blocks.1.mlp.hook_post", post)
        .ints("tokens", List.of(1, -2))
        .write(file);
    return file;
  }

  private static ByteBuffer member(Path file, String name) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      var entry = zip.getEntry(name);
      assertEquals(ZipEntry.STORED, entry.getMethod());
      return ByteBuffer.wrap(zip.getInputStream(entry).readAllBytes())
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private static String header(ByteBuffer member) {
    var start = new byte[8];
    member.get(start);
    assertArrayEquals(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, start);
    var line = new byte[member.getShort()];
    member.get(line);
    assertEquals(0, member.position() % 64);
    var text = new String(line, StandardCharsets.US_ASCII);
    assertTrue(text.endsWith("\n"));
    return text.strip();
  }

  @Test
  void floatsAreReadBackByShapeAndValue() throws Exception {
    var member = member(written(), "blocks.1.mlp.hook_post.npy");
    assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 20000), }", header(member));
    var values = member.asFloatBuffer();
    assertEquals(LENGTH, values.remaining());
    assertEquals(20_001 / 7f, values.get(20_001));
  }

  @Test
  void oneAxisHasTheCommaOfATuple() throws Exception {
    var member = member(written(), "tokens.npy");
    assertEquals("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", header(member));
    assertEquals(1, member.getInt());
    assertEquals(-2, member.getInt());
  }

  @Test
  void aTextIsAnArrayWithoutAxes() throws Exception {
    var file = folder.resolve("text.npz");
    new NpzWriter().text("processing", "default").write(file);
    var member = member(file, "processing.npy");
    assertEquals("{'descr': '<U7', 'fortran_order': False, 'shape': (), }", header(member));
    var text = new StringBuilder();
    while (member.hasRemaining()) {
      text.appendCodePoint(member.getInt());
    }
    assertEquals("default", text.toString());
    for (var refused : List.of("", "é")) {
      var writer = new NpzWriter();
      assertThrows(IllegalArgumentException.class, () -> writer.text("a", refused));
    }
  }

  @Test
  void theSameArraysGiveTheSameBytes() throws Exception {
    var first = Files.readAllBytes(written());
    assertArrayEquals(first, Files.readAllBytes(written()));
  }

  @Test
  void aFolderThatIsNotThereLeavesNothing() {
    var file = folder.resolve("missing/run.npz");
    assertThrows(OutputException.class, () -> new NpzWriter().write(file));
  }

  @Test
  void twoArraysOfOneNameAreAMistake() {
    var writer = new NpzWriter().ints("tokens", List.of());
    assertThrows(IllegalArgumentException.class, () -> writer.ints("tokens", List.of()));
  }
}
