// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.analysis.gather.TokenSide;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.StoreException;

/// Damaged files of scans are read or refused with a sentence: no crash, no hang. Half of the
/// mutants are damaged anywhere, half inside a section and given fresh checksums, so that what is
/// behind the checksums is reached. `mvn -Plong verify` tries 2,000 a file, else a twentieth.
final class ScanMutantsTest {

  private static final long SEED = 20_261_124;
  private static final int MUTANTS = Boolean.getBoolean("polyseme.long") ? 2_000 : 100;
  private static final long LONGEST_MILLIS = 2_000;
  private static final int[] ODD = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24};

  @TempDir private Path folder;
  private Path scan = Path.of("");
  private final List<Path> parts = new ArrayList<>();

  @BeforeEach
  void makeScans() throws PolysemeException {
    scan = folder.resolve("scan");
    make(ScanTarget.of(scan));
    for (var i = 0; i < 2; i++) {
      parts.add(folder.resolve("part" + i));
      make(new ScanTarget(parts.get(i), i, 2, ScanTarget.Begun.REFUSE));
    }
  }

  private static void make(ScanTarget target) throws PolysemeException {
    var options = TestOptions.of(2, 0, 4, 10, 42, 1);
    var corpus = ListCorpus.random(9, 60);
    Scanner.scan(new FakeModel(true), corpus, options, target, "test", Progress.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "neurons.psc",
        "tokens.bin",
        "documents.bin",
        "pilot.psc",
        "part-0.psc",
        "sums.psc"
      })
  void mutantsAreReadOrRefused(String name) throws Exception {
    var whole = Files.isRegularFile(scan.resolve(name));
    var file = (whole ? scan : parts.getFirst()).resolve(name);
    var good = Files.readAllBytes(file);
    Work work = () -> use(name, whole);
    work.run();
    var findings = new ArrayList<String>();
    var refused = 0;
    for (var i = 0; i < MUTANTS; i++) {
      var random = new SplittableRandom(SEED + i);
      Files.write(file, i % 2 == 0 ? damaged(good, random) : resealed(good, random));
      refused += refuses(work, name + " " + i, findings) ? 1 : 0;
    }
    assertEquals(List.of(), findings);
    assertTrue(refused > MUTANTS / 4, refused + " of " + MUTANTS + " refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"neurons.psc", "pilot.psc", "part-0.psc", "sums.psc"})
  void everyPrefixIsRefused(String name) throws Exception {
    var whole = name.equals(NeuronFile.NAME);
    var file = (whole ? scan : parts.getFirst()).resolve(name);
    var good = Files.readAllBytes(file);
    var step = Boolean.getBoolean("polyseme.long") ? 1 : Math.max(1, good.length / 300);
    for (var length = 0; length < good.length; length += length < 64 ? 1 : step) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThrows(StoreException.class, () -> use(name, whole), name);
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static boolean refuses(Work work, String which, List<String> findings) {
    var begin = System.nanoTime();
    var refused = false;
    try {
      work.run();
    } catch (PolysemeException sentence) {
      refused = true;
      if (!sentence.what().endsWith(".")) {
        findings.add(which + " is no sentence: " + sentence.what());
      }
    } catch (Exception | OutOfMemoryError crash) {
      findings.add(
          which + " " + crash + " at " + Arrays.asList(crash.getStackTrace()).subList(0, 4));
    }
    var millis = (System.nanoTime() - begin) / 1_000_000;
    if (millis > LONGEST_MILLIS) {
      findings.add(which + " took " + millis + " ms");
    }
    return refused;
  }

  private void use(String name, boolean whole) throws PolysemeException, IOException {
    if (whole) {
      everything(scan);
    } else {
      if (name.equals(UnfinishedFolder.PILOT)) { // parts with different pilots are not merged
        Files.write(
            parts.getLast().resolve(name), Files.readAllBytes(parts.getFirst().resolve(name)));
      }
      ScanMerge.merge(parts, folder.resolve("merged"), Progress.NONE);
    }
  }

  /// All that a scan can be asked.
  private static void everything(Path folder) throws StoreException {
    try (var scan = Scans.open(folder)) {
      scan.activationProfiles();
      for (var i = 0; i < scan.provenance().documents(); i++) {
        scan.document(i);
      }
      var details = scan.details();
      for (var row = 0; row < scan.neurons().size(); row++) {
        var id = scan.neurons().id(row);
        scan.profile(id);
        scan.peakTokens(row, 2);
        scan.quantile(row, 0.9);
        for (var sample : Sample.values()) {
          scan.examples(id, sample);
        }
        if (details != null) {
          details.coherence(row);
          details.positions(row);
          details.labels(row);
          for (var side : TokenSide.values()) {
            details.tokens(row, side);
          }
        }
      }
      scan.checkAll();
    }
  }

  private static byte[] damaged(byte[] good, SplittableRandom random) {
    var bytes = good.clone();
    switch (random.nextInt(4)) {
      case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> {
        var at = random.nextInt(bytes.length - 64);
        Arrays.fill(bytes, at, at + 1 + random.nextInt(63), (byte) random.nextInt());
      }
      case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      default -> ByteBuffer.wrap(bytes).putInt(random.nextInt(bytes.length - 4), odd(random));
    }
    return bytes;
  }

  private static int odd(SplittableRandom random) {
    return random.nextInt(3) == 0 ? random.nextInt() : ODD[random.nextInt(ODD.length)];
  }

  /// One section changed, cut or left out, all checksums right.
  private byte[] resealed(byte[] good, SplittableRandom random) throws IOException {
    var in = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);
    var file = folder.resolve("resealed");
    Files.deleteIfExists(file);
    var sections = count(in);
    var chosen = random.nextInt(sections);
    in.position(SectionWriter.HEADER);
    try (var out = new SectionWriter(file, letters(good, 12))) {
      for (var i = 0; i < sections; i++) {
        var tag = letters(good, in.position());
        out.group(in.getInt(in.position() + 4));
        var payload = new byte[(int) in.getLong(in.position() + 8)];
        in.get(in.position() + SectionWriter.SECTION_HEADER, payload);
        skip(in);
        var kind = i == chosen ? random.nextInt(8) : -1;
        if (kind != 0) {
          out.begin(tag);
          out.put(kind > 0 ? changed(payload, kind, random) : payload);
          out.end();
        }
      }
      out.force();
    }
    return Files.readAllBytes(file);
  }

  private static byte[] changed(byte[] payload, int kind, SplittableRandom random) {
    if (kind == 1 || payload.length < 4) {
      return Arrays.copyOf(payload, random.nextInt(payload.length + 9));
    }
    var numbers = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    for (var i = random.nextInt(1, 4); i > 0; i--) {
      // beginnings, where lengths stand, as often as all the rest
      var places = payload.length / 4;
      var place = random.nextInt(random.nextBoolean() ? places : Math.min(places, 16));
      numbers.putInt(4 * place, odd(random));
    }
    return payload;
  }

  /// Sections but the last, which ties them together.
  private static int count(ByteBuffer in) {
    var count = 0;
    for (in.position(SectionWriter.HEADER); in.hasRemaining(); count++) {
      skip(in);
    }
    return count - 1;
  }

  private static void skip(ByteBuffer in) {
    var length = (int) in.getLong(in.position() + 8);
    in.position(in.position() + SectionWriter.SECTION_HEADER + length + 4);
  }

  private static String letters(byte[] from, int at) {
    return new String(from, at, 4, StandardCharsets.US_ASCII);
  }
}
