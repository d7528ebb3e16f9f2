// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.tensor.Activations;
import polyseme.engine.tensor.Axis;

final class NpzFileTest {

  @TempDir private Path folder;

  private static float[] values(WeightTensor tensor) {
    var values = new float[tensor.values().remaining()];
    tensor.values().get(values);
    return values;
  }

  private Path npz(String name, byte... npy) throws Exception {
    var file = folder.resolve("a.npz");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      var crc = new CRC32();
      crc.update(npy);
      var entry = new ZipEntry(name);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(npy.length);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(npy);
      zip.closeEntry();
    }
    return file;
  }

  private static byte[] npy(int version, String header, byte... numbers) {
    var prefix = version == 1 ? 10 : 12;
    var all =
        ByteBuffer.allocate(prefix + header.length() + numbers.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      all.putShort((short) header.length());
    } else {
      all.putInt(header.length());
    }
    return all.put(header.getBytes(StandardCharsets.ISO_8859_1)).put(numbers).array();
  }

  private static byte[] doubles(double... numbers) {
    var bytes = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (var number : numbers) {
      bytes.putDouble(number);
    }
    return bytes.array();
  }

  @Test
  void whatTheWriterWritesIsReadAgain() throws Exception {
    var file = folder.resolve("b.npz");
    var axes = List.of(Axis.BATCH, Axis.POS, Axis.D_MODEL);
    var numbers = new float[] {1, -2, 0.5f, Float.NEGATIVE_INFINITY, 5, 6};
    new NpzWriter()
        .ints("tokens", List.of(1, 2))
        .floats("hook_embed", Activations.wrap(axes, List.of(1, 2, 3), numbers))
        .write(file);
    try (var npz = NpzFile.open(file)) {
      assertEquals(Set.of("tokens", "hook_embed"), npz.names());
      assertEquals(List.of(1, 2, 3), npz.read("hook_embed").shape());
      assertArrayEquals(numbers, values(npz.read("hook_embed")));
      assertTrue(refusal(npz, "tokens").contains("<i4"));
      assertTrue(refusal(npz, "hook_pos_embed").contains("no array hook_pos_embed"));
    }
  }

  @Test
  void everyWidthAndVersionIsRead() throws Exception {
    var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }\n";
    for (var version : new int[] {1, 2, 3}) {
      try (var npz = NpzFile.open(npz("v.npy", npy(version, header, doubles(1, 2.5, -3))))) {
        assertArrayEquals(new float[] {1, 2.5f, -3}, values(npz.read("v")));
      }
    }
    var half = "{'descr': '<f2', 'fortran_order': False, 'shape': (1, 2), }\n";
    try (var npz =
        NpzFile.open(npz("v.npy", npy(1, half, (byte) 0, (byte) 0x3C, (byte) 0, (byte) 0xC0)))) {
      assertArrayEquals(new float[] {1, -2}, values(npz.read("v")));
    }
    var one = "{'descr': '<f8', 'fortran_order': False, 'shape': (), }\n";
    try (var npz = NpzFile.open(npz("v.npy", npy(1, one, doubles(7))))) {
      assertEquals(List.of(), npz.read("v").shape());
    }
  }

  private static String refusal(NpzFile npz, String name) {
    return assertThrows(CheckpointException.class, () -> npz.read(name)).what();
  }

  private void refused(String word, byte... npy) throws Exception {
    try (var npz = NpzFile.open(npz("v.npy", npy))) {
      var what = refusal(npz, "v");
      assertTrue(what.contains(word), what);
    }
  }

  @Test
  void whatIsNotAnArrayIsRefused() throws Exception {
    refused("shorter", (byte) 1);
    refused("does not begin", npy(9, "{}"));
    refused("neither type nor shape", npy(1, "{'descr': '<f4', }"));
    refused(
        "column by column",
        npy(1, "{'descr': '<f8', 'fortran_order': True, 'shape': (1,), }", doubles(1)));
    refused("|O", npy(1, "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", doubles(1)));
    refused(
        "more or fewer",
        npy(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", doubles(1)));
    refused(
        "too large",
        npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999), }", doubles(1)));
    refused(
        "no number", npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }"));
  }

  /// Every beginning of a file, and files with a few bytes changed by chance, end in a sentence or
  /// are read.
  @Test
  void spoiledFilesEndInASentence() throws Exception {
    var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }\n";
    var whole = Files.readAllBytes(npz("v.npy", npy(1, header, doubles(1, 2, 3))));
    var random = new SplittableRandom(1);
    for (var length = 0; length < whole.length; length++) {
      var cut = Arrays.copyOf(whole, length);
      assertThrows(CheckpointException.class, () -> readAll(cut));
    }
    for (var mutant = 0; mutant < 500; mutant++) {
      var bytes = whole.clone();
      for (var i = 0; i <= mutant % 3; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        readAll(bytes);
      } catch (CheckpointException sentence) {
        assertTrue(sentence.what().endsWith("."), sentence.what());
      }
    }
  }

  private void readAll(byte... bytes) throws Exception {
    var file = folder.resolve("c.npz");
    Files.write(file, bytes);
    try (var npz = NpzFile.open(file)) {
      for (var name : npz.names()) {
        npz.read(name);
      }
    }
  }
}
