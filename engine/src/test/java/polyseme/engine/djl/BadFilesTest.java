// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever is wrong with a file, the answer is a sentence that names it: no crash, no hang, no
/// lack of memory at 512 MB. `mvn -Plong verify` tries all, else a seeded twentieth.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadFilesTest {

  private static final long SEED = 20_261_124;
  private static final int MUTANTS = 2_000;
  private static final int PART = 20;
  private static final int LONGEST_SENTENCE = 600;
  private static final long LONGEST_MICROS = 2_000_000;

  /// Larger ones are tried in their tiny form.
  private static final int SMALL = 20_000;

  private static final Path TARGET = Path.of("target");
  private static final Path FINDINGS = TARGET.resolve("reliability");

  private final boolean all = Boolean.getBoolean("polyseme.long");
  private final List<String> figures = new ArrayList<>();

  @TempDir private Path temp;

  @BeforeAll
  void begin() throws IOException {
    Files.createDirectories(FINDINGS);
    figures.add(
        "%-17s %-8s %6s %8s %7s %10s %9s"
            .formatted("format", "kind", "files", "refused", "opened", "slowest ms", "heap MB"));
  }

  @AfterAll
  void end() throws IOException {
    Files.write(TARGET.resolve("reliability.txt"), figures);
  }

  @ParameterizedTest
  @EnumSource
  void mutantsAreReadOrRefused(BadFormat format) throws Exception {
    try (var round = new Round(format, "mutants")) {
      var good = format.good(temp.resolve(format + "-mutants"));
      var originals = originals(good);
      round.checkGood(good);
      for (var i = 0; i < MUTANTS; i++) {
        if (chosen(i)) {
          var file = good.get(i % good.size());
          var original = originals.get(i % good.size());
          Files.write(file.file(), format.mutant(original, SEED + i));
          round.check(file, i);
          Files.copy(original, file.file(), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      round.end();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyPrefixIsRefused(BadFormat format) throws Exception {
    try (var round = new Round(format, "prefixes")) {
      var good = format.good(temp.resolve(format + "-prefixes"));
      round.checkGood(good);
      for (var file : good) {
        var original = Files.readAllBytes(file.file());
        var length = original.length > SMALL ? 0 : lastThatCounts(original);
        for (var i = 0; i < length; i++) {
          if (chosen(i)) {
            Files.write(file.file(), Arrays.copyOf(original, i));
            var opened = round.check(file, i).kind().equals(Subject.OPENED);
            if (opened && !file.file().endsWith(BadFormat.MERGES)) {
              round.found(file, i, "a part passes for the whole");
            }
          }
        }
        Files.write(file.file(), original);
      }
      round.end();
    }
  }

  /// Without this fact the others would prove nothing.
  @Test
  void aProcessThatEndsIsSeenAndBegunAgain() throws Exception {
    try (var process = new SubjectProcess(temp.resolve("log"))) {
      var good = BadFormat.SHARD_INDEX.good(temp.resolve("again")).getFirst();
      assertEquals(Subject.OPENED, process.open(good.way(), good.opened()).kind());
      var broken = process.open(Subject.Way.END, good.opened());
      assertEquals(Subject.BROKE, broken.kind());
      assertTrue(broken.sentence().contains("exit code 134"), broken.sentence());
      assertEquals(Subject.OPENED, process.open(good.way(), good.opened()).kind());
    }
  }

  private boolean chosen(int number) {
    return all || new SplittableRandom(SEED ^ number).nextInt(PART) == 0;
  }

  private List<Path> originals(List<BadFormat.Good> good) throws IOException {
    var originals = new ArrayList<Path>();
    for (var file : good) {
      var copy = Files.createTempFile(temp, "good", file.file().getFileName().toString());
      originals.add(Files.copy(file.file(), copy, StandardCopyOption.REPLACE_EXISTING));
    }
    return originals;
  }

  private static int lastThatCounts(byte[] bytes) {
    var length = bytes.length;
    while (Character.isWhitespace(bytes[length - 1])) {
      length--;
    }
    return length;
  }

  /// The files of one format, and what was found.
  private final class Round implements AutoCloseable {

    private final BadFormat format;
    private final String kind;
    private final SubjectProcess process;
    private final List<String> findings = new ArrayList<>();
    private int tried;
    private int refused;
    private int opened;
    private long slowest;

    Round(BadFormat format, String kind) throws IOException {
      this.format = format;
      this.kind = kind;
      this.process = new SubjectProcess(FINDINGS.resolve(format + "-" + kind + ".log"));
    }

    /// Also lets the process load what it needs, so that the times are those of files.
    void checkGood(List<BadFormat.Good> good) throws IOException {
      for (var file : good) {
        var answer = process.open(file.way(), file.opened());
        assertEquals(Subject.OPENED, answer.kind(), file + ": " + answer.sentence());
      }
    }

    SubjectProcess.Answer check(BadFormat.Good file, int number) throws IOException {
      var answer = process.open(file.way(), file.opened());
      if (answer.micros() > LONGEST_MICROS) {
        answer = process.open(file.way(), file.opened()); // the machine may have been busy
      }
      tried++;
      slowest = Math.max(slowest, answer.micros());
      switch (answer.kind()) {
        case Subject.OPENED -> opened++;
        case Subject.REFUSED -> {
          refused++;
          checkSentence(file, number, answer.sentence());
        }
        default -> found(file, number, answer.sentence());
      }
      if (answer.micros() > LONGEST_MICROS) {
        found(file, number, "took %d ms".formatted(answer.micros() / 1_000));
      }
      return answer;
    }

    private void checkSentence(BadFormat.Good file, int number, String sentence)
        throws IOException {
      if (!sentence.contains(file.folder().toString())
          || !sentence.endsWith(".")
          || sentence.contains(Subject.BREAK)
          || sentence.length() > LONGEST_SENTENCE) {
        found(file, number, "is no sentence with the file: " + sentence);
      }
    }

    void found(BadFormat.Good file, int number, String what) throws IOException {
      var name = "%s-%s-%d-%s".formatted(format, kind, number, file.file().getFileName());
      Files.copy(file.file(), FINDINGS.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      findings.add(name + " " + what);
    }

    void end() throws IOException {
      figures.add(
          "%-17s %-8s %6d %8d %7d %10.1f %9.0f"
              .formatted(
                  format, kind, tried, refused, opened, slowest / 1e3, process.mostHeap() / 1e6));
      Files.write(FINDINGS.resolve(format + "-" + kind + ".txt"), findings);
      assertTrue(refused > 0, "no damage was noticed");
      assertEquals(List.of(), findings.stream().limit(5).toList(), findings.size() + " findings");
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
