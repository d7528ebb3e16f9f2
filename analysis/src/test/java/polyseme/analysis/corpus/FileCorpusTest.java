// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.task.CorpusException;
import polyseme.engine.task.Progress;

/// Files as corpora.
class FileCorpusTest {

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Path file(String name, byte[] bytes) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(folder.resolve(name).resolveSibling("."));
    return Files.write(file, bytes);
  }

  private static List<Document> read(Path... paths) throws CorpusException {
    var corpus = FileCorpus.of(List.of(paths));
    var documents = new ArrayList<Document>();
    try (var reader = corpus.open()) {
      for (var next = reader.next(); next != null; next = reader.next()) {
        documents.add(next);
      }
      assertEquals(corpus.bytes(), reader.bytesRead());
    }
    return documents;
  }

  private static String refusal(Path... paths) {
    return assertThrows(CorpusException.class, () -> read(paths)).what();
  }

  @Test
  void textFileIsOneDocumentWithUnixLineEnds() throws Exception {
    var file = file("a.txt", "\uFEFFone\r\ntwo\rthree\n");
    assertEquals(List.of(new Document("a.txt", "one\ntwo\nthree\n", Map.of())), read(file));
  }

  @Test
  void folderIsReadInOrderWithoutHiddenAndBinaryFiles() throws Exception {
    file("c/b.md", "b");
    file("c/a/z.txt", "z");
    file("c/.git/config", "hidden");
    file("c/.notes", "hidden");
    file("c/pic.png", new byte[] {1, 2, 0, 3});
    file("c/B.txt", "B");
    var ids = read(folder.resolve("c")).stream().map(Document::id).toList();
    assertEquals(List.of("c/B.txt", "c/a/z.txt", "c/b.md"), ids);
    var skipped = FileCorpus.of(List.of(folder.resolve("c"))).skipped();
    assertEquals(
        List.of("c/.git/config (hidden)", "c/.notes (hidden)", "c/pic.png (no text)"), skipped);
  }

  @Test
  void lineOfJsonIsADocumentWithLabels() throws Exception {
    var file =
        file(
            "d.jsonl",
            """
            {"id": "x", "text": "a\\r\\nb", "topic": "tea", "n": 3}

            {"text": "é"}
            {"id": 17, "text": ""}\
            """);
    assertEquals(
        List.of(
            new Document("x", "a\nb", Map.of("topic", "tea")),
            new Document("d.jsonl:3", "é", Map.of()),
            new Document("17", "", Map.of())),
        read(file));
  }

  @Test
  void brokenEncodingIsRefusedWithItsPlace() throws Exception {
    var text = file("a.txt", new byte[] {'a', 'b', (byte) 0xE9, 'c'});
    assertTrue(refusal(text).contains("byte 0xE9 at offset 2"), refusal(text));
    var cut = file("cut.txt", new byte[] {'a', (byte) 0xE2, (byte) 0x82});
    assertTrue(refusal(cut).contains("byte 0xE2 at offset 1"), refusal(cut));
    var line = "{\"text\": \"a\"}\n{\"text\": \"\u00e9\"}";
    var lines = file("b.jsonl", line.getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(refusal(lines).contains("offset 24 (line 2)"), refusal(lines));
  }

  @Test
  void lineThatIsNoRecordIsRefusedWithItsNumber() throws Exception {
    for (var bad :
        List.of(
            "{\"text\": ",
            "{\"text\": \"a\"} x",
            "[1]",
            "\"text\"",
            "{\"txt\": \"a\"}",
            "{\"text\": 3}",
            "{\"text\": null}",
            "{\"text\": \"a\", \"text\": \"b\"}",
            "{\"text\": \"\\ud800\"}")) {
      var what = refusal(file("e.jsonl", "{\"text\": \"good\"}\n" + bad + "\n"));
      assertTrue(what.startsWith("Line 2 of e.jsonl "), what);
    }
  }

  @Test
  void missingEmptyAndBinaryAreRefused() throws Exception {
    assertTrue(refusal(folder.resolve("nowhere.txt")).contains("nowhere.txt"));
    assertTrue(refusal(Files.createDirectories(folder.resolve("empty"))).contains("empty"));
    assertTrue(refusal(file("x.bin", new byte[] {0, 1})).contains("x.bin"));
    assertThrows(CorpusException.class, () -> FileCorpus.of(List.of()));
  }

  @Test
  void identifyingALargeFileCanBeStopped() throws Exception {
    var corpus = FileCorpus.of(List.of(file("large.txt", "text ".repeat(100_000))));
    var asked = new AtomicInteger();
    var progress =
        new Progress() {
          @Override
          public void report(String step, long done, long total, String unit) {}

          @Override
          public boolean cancelled() {
            return asked.incrementAndGet() == 3;
          }
        };
    assertThrows(CancellationException.class, () -> corpus.fingerprint(progress));
  }

  @Test
  void fileThatMayNotBeReadIsToldWithTheReason() throws Exception {
    var corpus = FileCorpus.of(List.of(file("gone.txt", "text")));
    Files.delete(folder.resolve("gone.txt"));
    var refused = assertThrows(CorpusException.class, () -> corpus.fingerprint(Progress.NONE));
    assertEquals("gone.txt cannot be read: it is not there.", refused.what());
  }

  @Test
  void fingerprintDependsOnNamesAndContents() throws Exception {
    var a = FileCorpus.of(List.of(file("f/a.txt", "text"))).fingerprint(Progress.NONE);
    assertEquals(64, a.length());
    assertEquals(a, FileCorpus.of(List.of(file("g/a.txt", "text"))).fingerprint(Progress.NONE));
    assertNotEquals(a, FileCorpus.of(List.of(file("f/b.txt", "text"))).fingerprint(Progress.NONE));
    assertNotEquals(a, FileCorpus.of(List.of(file("f/a.txt", "texT"))).fingerprint(Progress.NONE));
  }

  @Test
  void fileThatChangesMeanwhileIsRefused() throws Exception {
    var file = file("a.txt", "text");
    var corpus = FileCorpus.of(List.of(file));
    Files.writeString(file, "longer text");
    try (var reader = corpus.open()) {
      var refused = assertThrows(CorpusException.class, reader::next);
      assertTrue(refused.what().contains("changed"), refused.what());
    }
  }
}
