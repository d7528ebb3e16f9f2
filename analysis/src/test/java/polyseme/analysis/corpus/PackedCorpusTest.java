// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.task.CorpusException;

/// Compressed files as corpora.
class PackedCorpusTest {

  private static final ReadOptions USUAL = ReadOptions.defaults();
  private static final String LINES = "{\"text\": \"one\"}\n{\"text\": \"two\"}\n";

  @TempDir private Path folder;

  private Samples files() {
    return new Samples(folder);
  }

  @Test
  void nameInsideDecidesTheKind() throws Exception {
    for (var ending : List.of("gz", "zst", "GZ", "Zst")) {
      var zstd = ending.toLowerCase(Locale.ROOT).equals("zst");
      for (var name : List.of("a.jsonl", "b.txt", "c.md", "d.csv", "e.ndjson", "f")) {
        var text = Samples.utf8(name.equals("d.csv") ? "text\none\ntwo\n" : LINES);
        var packed = zstd ? Samples.zstd(text) : Samples.gzip(text);
        var file = files().file(name + "." + ending, packed);
        var records = name.contains("json") || name.contains("csv");
        assertEquals(
            records ? List.of("one", "two") : List.of(LINES),
            Samples.texts(USUAL, file),
            file.toString());
      }
    }
  }

  @Test
  void filesOfOtherProgramsAndSeveralMembersAreRead() throws Exception {
    var decoder = Base64.getDecoder();
    // made by gzip and zstd themselves; the last has two frames of different levels
    var gzip = decoder.decode("H4sIAAAAAAAAA0tOTDu8kgsA0uxEiQYAAAA=");
    var zstd =
        decoder.decode(
            "KLUv/QRYgQAAeyJ0ZXh0IjogIm9uZSJ9CtpHCh0otS/9BGiBAAB7InRleHQiOiAidHdvIn0KRWrEHw==");
    assertEquals(List.of("café\n"), Samples.texts(USUAL, files().file("a.txt.gz", gzip)));
    var one = Samples.gzip(Samples.utf8("{\"text\": \"one\"}\n"));
    var two = Samples.gzip(Samples.utf8("{\"text\": \"two\"}\n"));
    for (var file :
        List.of(
            files().file("z.jsonl.zst", zstd),
            files().file("m.jsonl.gz", Samples.joined(one, two)),
            files().file("p.jsonl.gz", Samples.joined(one, two, new byte[700])))) {
      assertEquals(List.of("one", "two"), Samples.texts(USUAL, file), file.toString());
    }
  }

  @Test
  void gzipHeadersWithAllFieldsAreRead() throws Exception {
    var plain = Samples.gzip(Samples.utf8("text"));
    var header = Arrays.copyOf(plain, 10);
    header[3] = 2 | 4 | 8 | 16;
    var fields = new byte[] {3, 0, 9, 9, 9, 'n', 0, 'c', 0, 1, 2};
    var rest = Arrays.copyOfRange(plain, 10, plain.length);
    var file = files().file("h.txt.gz", Samples.joined(header, fields, rest));
    assertEquals(List.of("text"), Samples.texts(USUAL, file));
  }

  @Test
  void documentsAreThoseOfThePlainFile() throws Exception {
    var plain = Samples.read(USUAL, files().file("x.jsonl", "{\"text\": \"a\", \"t\": \"b\"}\n"));
    assertEquals(List.of(new Document("x.jsonl:1", "a", Map.of("t", "b"))), plain);
    var packed =
        Samples.read(
            USUAL,
            files()
                .file("x.jsonl.gz", Samples.gzip(Files.readAllBytes(folder.resolve("x.jsonl")))));
    assertEquals(plain.getFirst().text(), packed.getFirst().text());
    assertEquals("x.jsonl.gz:1", packed.getFirst().id());
  }

  @Test
  void progressCountsTheBytesOnDisk() throws Exception {
    var random = new SplittableRandom(1);
    var text = new StringBuilder();
    for (var i = 0; i < 30_000; i++) {
      text.append("{\"text\": \"").append(random.nextLong()).append("\"}\n");
    }
    for (var zstd : new boolean[] {false, true}) {
      var bytes = Samples.utf8(text.toString());
      var file =
          files()
              .file(
                  zstd ? "p.jsonl.zst" : "p.jsonl.gz",
                  zstd ? Samples.zstd(bytes) : Samples.gzip(bytes));
      var corpus = FileCorpus.of(List.of(file));
      assertEquals(Files.size(file), corpus.bytes());
      try (var reader = corpus.open()) {
        for (var i = 0; i < 15_000; i++) {
          reader.next();
        }
        assertEquals(0.5, (double) reader.bytesRead() / corpus.bytes(), 0.35);
        while (reader.next() != null) {
          assertTrue(reader.bytesRead() <= corpus.bytes());
        }
        assertEquals(corpus.bytes(), reader.bytesRead());
      }
    }
  }

  @Test
  void everyTruncationEndsInASentenceWithFileAndByte() throws Exception {
    for (var name : List.of("t.jsonl.gz", "t.jsonl.zst")) {
      var bytes = Samples.utf8(LINES);
      var whole = name.endsWith("gz") ? Samples.gzip(bytes) : Samples.zstd(bytes);
      for (var length = 1; length < whole.length; length++) {
        var said = Samples.refused(USUAL, files().file(name, Arrays.copyOf(whole, length))).what();
        assertEquals(
            "%s cannot be unpacked: its data end too early, at byte %d.".formatted(name, length),
            said);
      }
      var empty = Samples.refused(USUAL, files().file(name, new byte[0])).what();
      assertTrue(empty.startsWith(name + " cannot be unpacked: it"), empty);
    }
  }

  /// Two members, so that also what stands between them is damaged.
  @Test
  void damagedFilesEndInASentenceOrGiveTheSameTexts() throws Exception {
    var random = new SplittableRandom(3);
    for (var name : List.of("m.jsonl.gz", "m.jsonl.zst")) {
      var lines = Samples.utf8(LINES.repeat(40));
      var part = name.endsWith("gz") ? Samples.gzip(lines) : Samples.zstd(lines);
      var whole = Samples.joined(part, part);
      var right = Samples.texts(USUAL, files().file(name, whole));
      for (var i = 0; i < 600; i++) {
        var bytes = whole.clone();
        var place = random.nextInt(bytes.length);
        bytes[place] ^= (byte) (1 << random.nextInt(8));
        var file = files().file(name, bytes);
        try {
          // the date in a header, for example, decides nothing
          assertEquals(right, Samples.texts(USUAL, file), "byte " + place);
        } catch (CorpusException refused) {
          // a stream may notice a line that is no JSON before the checksum behind it
          var said = refused.what();
          assertTrue(said.contains(name), said);
          assertTrue(said.matches(".*(byte \\d+|window|Line \\d+|line \\d+).*"), said);
        }
      }
    }
  }

  @Test
  void whatFollowsTheCompressedDataIsNotIgnored() throws Exception {
    var gzip =
        files()
            .file(
                "g.txt.gz",
                Samples.joined(Samples.gzip(Samples.utf8("a")), Samples.utf8("x".repeat(30))));
    assertTrue(Samples.refused(USUAL, gzip).what().contains("at byte 21 is no gzip data"));
    var padded = Samples.joined(Samples.gzip(Samples.utf8("a")), new byte[9], new byte[] {1});
    var refused = Samples.refused(USUAL, files().file("q.txt.gz", padded));
    assertTrue(refused.what().contains("at byte 30 is no gzip data"), refused.what());
    var zstd = Samples.joined(Samples.zstd(Samples.utf8("a")), Samples.utf8("xxxxxxxx"));
    assertTrue(Samples.refused(USUAL, files().file("z.txt.zst", zstd)).what().contains("damaged"));
  }

  @Test
  void textsThatBreakTheRulesNameThePlaceInTheUnpackedText() throws Exception {
    var bad = Samples.gzip(Samples.latin("one\nét\n"));
    var said = Samples.refused(USUAL, files().file("b.txt.gz", bad)).what();
    assertTrue(said.contains("byte 0xE9 at offset 4 of the unpacked text"), said);
  }

  @Test
  void binaryFilesInFoldersArePassedOverAlsoWhenCompressed() throws Exception {
    files().file("c/a.txt", "text");
    files().file("c/b.tar.gz", Samples.gzip(new byte[2000]));
    files().file("c/cut.txt.gz", Arrays.copyOf(Samples.gzip(Samples.utf8("text")), 12));
    var corpus = FileCorpus.of(List.of(folder.resolve("c")));
    assertEquals(List.of("c/b.tar.gz (no text)"), corpus.skipped());
    assertEquals(2, corpus.fileCount());
    assertTrue(
        assertThrows(CorpusException.class, () -> Samples.read(corpus)).what().contains("c/cut"));
  }

  @Test
  void filesThatUnpackToThousandsOfTimesTheirSizeAreRefused() throws Exception {
    var disk = new CountingStream(new ByteArrayInputStream(Samples.gzip(new byte[5_000_000])));
    try (var in = new UnpackedStream(new GzipStream(disk, "b.gz"), disk, "b.gz", 1000)) {
      var refused = assertThrows(DamagedException.class, in::readAllBytes);
      assertTrue(refused.what().contains("1,000 times its size"), refused.what());
    }
    var text = new CountingStream(new ByteArrayInputStream(Samples.gzip(Samples.utf8(LINES))));
    try (var in = new UnpackedStream(new GzipStream(text, "b.gz"), text, "b.gz", 10)) {
      assertEquals(LINES.length(), in.readAllBytes().length);
    }
  }

  /// 66 MB of text in a process whose heap has 24 MB.
  @Test
  void textsStreamThroughASmallHeap() throws Exception {
    var file = folder.resolve("large.jsonl.gz");
    var line = Samples.utf8("{\"text\": \"" + "many words ".repeat(1000) + "\"}\n");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
      for (var i = 0; i < 6_000; i++) {
        out.write(line);
      }
    }
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Reading.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(6_000 % 251, process.waitFor(), said);
    assertEquals("", said);
  }

  /// Counts the documents of a file; the exit code has the count modulo 251.
  static final class Reading {

    private Reading() {}

    /// Reads the file that is its argument.
    public static void main(String[] args) throws CorpusException, IOException {
      var count = 0;
      try (var reader = FileCorpus.of(List.of(Path.of(args[0]))).open()) {
        while (reader.next() != null) {
          count++;
        }
      }
      System.exit(count % 251);
    }
  }
}
