// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyseme.engine.task.CheckpointException;

/// Whatever is wrong with a file, the answer is a sentence: no other exception, no hang, no lack of
/// memory.
class SpoiledFilesTest {

  private static final int MUTANTS = 300;
  private static final Duration LONGEST = Duration.ofMinutes(2);

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "solu-2l, config.json",
    "solu-2l, model_final.pth",
    "solu-2l, tokenizer_config.json",
    "gpt2, config.json",
    "gpt2, tokenizer.json",
    "gpt2, model.safetensors",
    "gpt2-sharded-bf16, model.safetensors.index.json",
    "gpt2-sharded-bf16, model-00003-of-00003.safetensors"
  })
  void mutantsAreReadOrRefused(String model, String name) throws IOException {
    var folder = Checkpoints.copy(model, temp);
    if (name.equals("tokenizer.json")) {
      Files.delete(folder.resolve("tokenizer_config.json")); // else the tokenizer is not looked at
    }
    var original = Checkpoints.bytes(folder.resolve(name));
    var random = new Random(20_261_124);
    assertTimeoutPreemptively(
        LONGEST,
        () -> {
          var refused = 0;
          for (var i = 0; i < MUTANTS; i++) {
            Files.write(folder.resolve(name), mutant(original, random));
            refused += refused(folder, "mutant " + i) ? 1 : 0;
          }
          assertTrue(refused > 0, "no mutant was noticed");
        });
  }

  @Test
  void mutantsOfThePickleWithTheRightCheckSumAreReadOrRefused() throws IOException {
    var folder = Checkpoints.copy("solu-2l", temp);
    var file = folder.resolve("model_final.pth");
    var original = Checkpoints.bytes(file);
    var random = new Random(20_261_124);
    var entry = pickleEntry(file);
    assertTimeoutPreemptively(
        LONGEST,
        () -> {
          var read = 0;
          for (var i = 0; i < MUTANTS; i++) {
            var bytes = original.clone();
            var start = (int) entry.start();
            var pickle = Arrays.copyOfRange(bytes, start, start + (int) entry.size());
            System.arraycopy(mutant(pickle, random), 0, bytes, start, pickle.length);
            fitCheckSum(bytes, entry);
            Files.write(file, bytes);
            read += refused(folder, "mutant " + i) ? 0 : 1;
          }
          assertTrue(read > 0, "the check sum does not fit");
        });
  }

  private static ZipIndex.Entry pickleEntry(Path file) {
    try (var numbers = FileNumbers.open(file)) {
      return Objects.requireNonNull(ZipIndex.read(numbers).get("model_final/data.pkl"));
    } catch (CheckpointException e) {
      return fail(e);
    }
  }

  /// Writes the new check sum where the zip's directory keeps it.
  private static void fitCheckSum(byte[] zip, ZipIndex.Entry entry) {
    var crc = new CRC32();
    crc.update(zip, (int) entry.start(), (int) entry.size());
    var text = new String(zip, StandardCharsets.ISO_8859_1);
    var place = text.lastIndexOf(entry.name()) - 46 + 16;
    ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(place, (int) crc.getValue());
  }

  @ParameterizedTest
  @CsvSource({
    "solu-2l, config.json",
    "solu-2l, model_final.pth",
    "gpt2, config.json",
    "gpt2, model.safetensors",
    "gpt2-sharded-bf16, model.safetensors.index.json",
  })
  void everyTruncationIsRefused(String model, String name) throws IOException {
    var folder = Checkpoints.copy(model, temp);
    var original = Checkpoints.bytes(folder.resolve(name));
    var random = new Random(7);
    assertTimeoutPreemptively(
        LONGEST,
        () -> {
          for (var i = 0; i < MUTANTS; i++) {
            var length = i < 40 ? i : random.nextInt(lastByteThatCounts(original));
            Files.write(folder.resolve(name), Arrays.copyOf(original, length));
            assertTrue(refused(folder, "prefix " + length), "prefix of " + length + " bytes");
          }
        });
  }

  private static int lastByteThatCounts(byte[] original) {
    var length = original.length;
    while (Character.isWhitespace(original[length - 1])) {
      length--;
    }
    return length;
  }

  /// One to four changes; most of them near the front or the end, where structure lies.
  private static byte[] mutant(byte[] original, Random random) {
    var bytes = original.clone();
    var changes = 1 + random.nextInt(4);
    for (var i = 0; i < changes; i++) {
      var place =
          switch (random.nextInt(3)) {
            case 0 -> random.nextInt(Math.min(bytes.length, 4_000));
            case 1 -> bytes.length - 1 - random.nextInt(Math.min(bytes.length, 4_000));
            default -> random.nextInt(bytes.length);
          };
      bytes[place] =
          (byte)
              switch (random.nextInt(4)) {
                case 0 -> bytes[place] ^ (1 << random.nextInt(8));
                case 1 -> 0xff;
                case 2 -> '0' + random.nextInt(10);
                default -> random.nextInt(256);
              };
    }
    return bytes;
  }

  private static boolean refused(Path folder, String which) {
    try {
      Checkpoints.readAll(folder);
      return false;
    } catch (CheckpointException e) {
      assertTrue(e.what().endsWith("."), e.what());
      return true;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      return fail(which, e);
    }
  }
}
