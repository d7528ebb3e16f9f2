// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.task.CheckpointException;

class PthFileTest {

  private static final int[] TWO_BY_THREE = {2, 3};

  @TempDir private Path temp;

  @Test
  void transposedViewWithOffsetIsPutInOrder() throws Exception {
    var file =
        new TestPth()
            .raw("}")
            .text("w")
            .tensor("torch\nFloatStorage", 8, 1, TWO_BY_THREE, new int[] {1, 2})
            .raw("s.")
            .floats(0, 1, 2, 3, 4, 5, 6, 7)
            .write(file());
    try (var pth = PthFile.open(file)) {
      assertEquals(Map.of("w", new TensorInfo(ElementType.F32, List.of(2L, 3L))), pth.tensors());
      assertEquals(FloatBuffer.wrap(new float[] {1, 3, 5, 2, 4, 6}), whole(pth, "w"));
    }
  }

  private static FloatBuffer whole(TensorSource source, String name) throws CheckpointException {
    var info = Objects.requireNonNull(source.tensors().get(name));
    var numbers = FloatBuffer.allocate((int) StridedView.whole(info.shape()).count());
    assertEquals(-1, source.read(name, 0, numbers));
    return numbers.flip();
  }

  @Test
  void parameterInANestedDictionaryIsFound() throws Exception {
    var file =
        new TestPth()
            .raw("}")
            .text("model")
            .raw("}")
            .text("w")
            .raw("ctorch._utils\n_rebuild_parameter\n(")
            .tensor("torch\nFloatStorage", 2, 0, new int[] {2}, new int[] {1})
            .raw("\u0088ccollections\nOrderedDict\n)RtRss.")
            .floats(7, 8)
            .write(file());
    try (var pth = PthFile.open(file)) {
      assertEquals(FloatBuffer.wrap(new float[] {7, 8}), whole(pth, "w"));
    }
  }

  @Test
  void commandIsRefusedByNameAndNotRun() throws Exception {
    var trace = temp.resolve("trace");
    for (var module : List.of("posix", "os", "builtins")) {
      var file =
          new TestPth()
              .raw("c" + module + "\nsystem\n(")
              .text("touch " + trace)
              .raw("tR.")
              .write(file());
      assertTrue(failure(file).what().contains(module + ".system"));
      assertFalse(Files.exists(trace));
    }
  }

  @Test
  void commandNamedThroughTheStackIsRefusedToo() throws Exception {
    var file =
        new TestPth()
            .raw("\u008c\u0005posix\u008c\u0006system\u0093(")
            .text("true")
            .raw("tR.")
            .write(file());
    assertTrue(failure(file).what().contains("posix.system"));
  }

  @Test
  void viewBeyondItsStorageIsRefused() throws Exception {
    for (var strides : List.of(new int[] {3, 1}, new int[] {1 << 30, 1 << 30})) {
      var file =
          new TestPth()
              .raw("}")
              .text("w")
              .tensor("torch\nFloatStorage", 8, 3, TWO_BY_THREE, strides)
              .raw("s.")
              .floats(new float[8])
              .write(file());
      assertTrue(failure(file).what().contains("reaches beyond its 8 numbers"));
    }
  }

  @Test
  void fewNumbersCannotPoseAsMany() throws Exception {
    var file =
        new TestPth()
            .raw("}")
            .text("w")
            .tensor("torch\nFloatStorage", 1, 0, new int[] {1 << 30, 1 << 30}, new int[] {0, 0})
            .raw("s.")
            .floats(1)
            .write(file());
    assertTrue(failure(file).what().contains("reaches beyond"));
  }

  @Test
  void storageOfAnotherLengthThanItsEntryIsRefused() throws Exception {
    var file =
        new TestPth()
            .raw("}")
            .text("w")
            .tensor("torch\nFloatStorage", 8, 0, TWO_BY_THREE, new int[] {3, 1})
            .raw("s.")
            .floats(new float[7])
            .write(file());
    assertTrue(failure(file).what().contains("should have 8 numbers"));
  }

  @Test
  void textLongerThanThePickleIsRefused() throws Exception {
    for (var length : List.of("\u00ff\u00ff\u00ff\u007f", "\u00ff\u00ff\u00ff\u00ff")) {
      var file = new TestPth().raw("X" + length).write(file());
      assertTrue(failure(file).what().contains("announces text"));
    }
  }

  @Test
  void flippedBitInTheNumbersIsNoticed() throws Exception {
    var file = Checkpoints.copy("solu-2l", temp).resolve("model_final.pth");
    var bytes = Files.readAllBytes(file);
    bytes[20_000] ^= 1;
    Files.write(file, bytes);
    try (var pth = PthFile.open(file)) {
      var failure = assertThrows(CheckpointException.class, () -> whole(pth, "embed.W_E"));
      assertTrue(failure.what().contains("check sum of entry model_final/data/0"));
    }
  }

  @Test
  void compressedEntriesAreRefused() throws Exception {
    var file = new TestPth().raw("}.").deflated().write(file());
    assertTrue(failure(file).what().contains("compressed"));
  }

  @Test
  void nameThatLeavesTheFolderIsRefused() throws Exception {
    for (var name : List.of("archive/../../a", "/a", "a\u0000b", "a\\b", "c:a")) {
      var file = new TestPth().raw("}.").entry(name, new byte[0]).write(file());
      assertTrue(failure(file).what().contains("odd name"), name);
    }
  }

  @Test
  void fileOfBeforeTheZipFormatIsExplained() throws Exception {
    var file = Files.write(file(), new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 'l', '.'});
    var failure = failure(file);
    assertTrue(failure.what().contains("is not a zip file"));
    assertTrue(failure.remedy().contains("save it again"));
  }

  @Test
  void everlastingNestingEndsInARefusal() throws Exception {
    var file = new TestPth().raw("(".repeat(3_000_000)).write(file());
    assertTrue(failure(file).what().contains("instructions"));
    var deep = new TestPth().raw("]".repeat(1_500_000)).write(file());
    assertTrue(failure(deep).what().contains("nested"));
  }

  @Test
  void listThatHoldsItselfIsHarmless() throws Exception {
    var file = new TestPth().raw("}q\u0001").text("a").raw("h\u0001s.").write(file());
    assertTrue(failure(file).what().contains("no dictionary of tensors"));
  }

  private Path file() {
    return temp.resolve("x.pth");
  }

  private static CheckpointException failure(Path file) throws IOException {
    assertTrue(Files.size(file) > 0);
    return assertThrows(CheckpointException.class, () -> PthFile.open(file).close());
  }
}
