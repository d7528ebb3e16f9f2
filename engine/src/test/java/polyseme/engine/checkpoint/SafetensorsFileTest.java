// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyseme.engine.task.CheckpointException;

class SafetensorsFileTest {

  @TempDir private Path temp;

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    var file = temp.resolve("a.safetensors");
    new SafetensorsWriter()
        .tensor("b/logits", List.of(2, 3), () -> FloatBuffer.wrap(new float[] {1, 2, 3, 4, 5, 6}))
        .tensor("a", List.of(), () -> FloatBuffer.wrap(new float[] {Float.NEGATIVE_INFINITY}))
        .tensor("empty", List.of(0, 4), () -> FloatBuffer.allocate(0))
        .metadata("model", "tiny")
        .write(file);
    try (var read = SafetensorsFile.open(file)) {
      assertEquals(List.of("a", "b/logits", "empty"), List.copyOf(read.names()));
      assertEquals(Map.of("model", "tiny"), read.metadata());
      assertEquals(List.of(2, 3), read.read("b/logits").shape());
      assertEquals(
          FloatBuffer.wrap(new float[] {1, 2, 3, 4, 5, 6}), read.read("b/logits").values());
      assertEquals(Float.NEGATIVE_INFINITY, read.read("a").values().get(0));
      assertEquals(List.of(0, 4), read.read("empty").shape());
    }
  }

  @Test
  void metadataThatIsNoTextIsPassedOver() throws Exception {
    var tensor = "\"m\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";
    for (var odd :
        new String[] {"{\"a\":[1,{}],\"b\":\"c\",\"d\":2}", "{\"b\":\"c\",\"a\":null}"}) {
      try (var read =
          SafetensorsFile.open(
              file("{\"__metadata__\":%s,%s}".formatted(odd, tensor), new byte[0]))) {
        assertEquals(Map.of("b", "c"), read.metadata());
        assertEquals(1, read.names().size());
      }
    }
    try (var read =
        SafetensorsFile.open(file("{\"__metadata__\":[[1]],%s}".formatted(tensor), new byte[0]))) {
      assertEquals(Map.of(), read.metadata());
      assertEquals(1, read.names().size());
    }
  }

  @Test
  void dataBeginsAtAMultipleOfEight() throws Exception {
    var file = temp.resolve("a.safetensors");
    new SafetensorsWriter().tensor("é", List.of(1), () -> FloatBuffer.allocate(1)).write(file);
    assertEquals(0, (Files.size(file) - Float.BYTES) % 8);
    try (var read = SafetensorsFile.open(file)) {
      assertEquals(List.of("é"), List.copyOf(read.names()));
    }
  }

  @Test
  void tensorThatBreaksItsPromiseLeavesTheOldFile() throws Exception {
    var file = Files.writeString(temp.resolve("a.safetensors"), "old");
    var writer = new SafetensorsWriter().tensor("a", List.of(2), () -> FloatBuffer.allocate(1));
    assertThrows(IllegalArgumentException.class, () -> writer.write(file));
    assertEquals("old", Files.readString(file));
    try (var left = Files.list(temp)) {
      assertEquals(1, left.count());
    }
  }

  @Test
  void halfPrecisionIsWidenedExactly() throws Exception {
    var data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    data.putShort((short) 0x3c01).putShort((short) 0x0001); // 1 + 2^-10, the smallest half
    data.putShort((short) 0x3f81).putShort((short) 0x0001); // 1 + 2^-7, the smallest bfloat16
    var file =
        file(
            "{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[4,8]}}",
            data.array());
    try (var read = SafetensorsFile.open(file)) {
      assertEquals(1 + 0x1p-10f, read.read("h").values().get(0));
      assertEquals(0x1p-24f, read.read("h").values().get(1));
      assertEquals(1 + 0x1p-7f, read.read("b").values().get(0));
      assertEquals(0x1p-133f, read.read("b").values().get(1));
    }
  }

  @Test
  void otherTypesAreToleratedAndNotRead() throws Exception {
    var file =
        file("{\"m\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[0,2]}}", new byte[2]);
    try (var read = SafetensorsFile.open(file)) {
      var failure = assertThrows(CheckpointException.class, () -> read.read("m"));
      assertTrue(failure.what().contains("tensor m as BOOL"), failure.what());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "overlap | {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
        "hole | {'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
        "take 4 bytes, but 8 follow | {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
        "its range has 8 | {'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}",
        "impossible | {'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}",
        "impossible | {'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,0]}}",
        "impossible | {'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}",
        "not JSON | {'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}}",
        "as F7 | {'a':{'dtype':'F7','shape':[2],'data_offsets':[0,8]}}",
        "unknown entry | {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'x':1}}",
        "lacks | {'a':{'dtype':'F32','shape':[2]}}",
        "uplicate | {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        "uplicate | {'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        "not as the format says | {} {}",
        "begin with { | [1]",
      })
  void brokenRuleIsNamed(String named, String header) throws Exception {
    var file = file(header.replace('\'', '"'), new byte[8]);
    var failure = assertThrows(CheckpointException.class, () -> SafetensorsFile.open(file));
    assertTrue(failure.what().contains(named), failure.what());
    assertTrue(failure.what().contains("x.safetensors"), failure.what());
  }

  @Test
  void headerLongerThanTheFileIsRefusedWithoutReadingIt() throws Exception {
    for (var length : new long[] {1L << 32, -1, Long.MAX_VALUE, Long.MIN_VALUE, 100_000_001, 9}) {
      var bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      var file = Files.write(temp.resolve("x.safetensors"), bytes.array());
      var failure = assertThrows(CheckpointException.class, () -> SafetensorsFile.open(file));
      assertTrue(
          failure.what().contains("announces a header of " + Long.toUnsignedString(length)),
          failure.what());
    }
  }

  @Test
  void writingTwiceGivesTheSameBytes() throws Exception {
    var first = temp.resolve("1");
    var second = temp.resolve("2");
    for (var file : List.of(first, second)) {
      new SafetensorsWriter()
          .metadata("z", "1")
          .metadata("a", "2")
          .tensor("t", List.of(70_000), () -> FloatBuffer.allocate(70_000))
          .write(file);
    }
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
  }

  private Path file(String header, byte[] data) throws IOException {
    var json = header.getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json).put(data);
    return Files.write(temp.resolve("x.safetensors"), bytes.array());
  }
}
