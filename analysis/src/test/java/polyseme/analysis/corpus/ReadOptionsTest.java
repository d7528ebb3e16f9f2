// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.task.CorpusException;
import polyseme.engine.task.Progress;

/// What options do to documents, and to the fingerprint.
class ReadOptionsTest {

  private static final ReadOptions USUAL = ReadOptions.defaults();

  @TempDir private Path folder;

  private Samples files() {
    return new Samples(folder);
  }

  private static String fingerprint(ReadOptions options, Path... paths) throws CorpusException {
    return FileCorpus.of(List.of(paths), options).fingerprint(Progress.NONE);
  }

  @Test
  void textAndLabelsComeFromTheFieldsAskedFor() throws Exception {
    var file =
        files()
            .file(
                "a.jsonl",
                "{\"id\": 3, \"body\": \"b\", \"text\": \"t\", \"n\": 7, \"ok\": true, \"l\": []}");
    assertEquals(
        List.of(new Document("3", "b", Map.of("text", "t"))),
        Samples.read(USUAL.withText("body", "text"), file));
    assertEquals(
        List.of(new Document("3", "t", Map.of("n", "7", "ok", "true", "id", "3"))),
        Samples.read(USUAL.withLabels(List.of("n", "ok", "id")), file));
    var refused = Samples.refused(USUAL.withText("content", "text"), file);
    assertEquals("Line 1 of a.jsonl has no string field `content`.", refused.what());
    assertEquals("Choose the field that holds the text; it has `body`, `text`.", refused.remedy());
  }

  @Test
  void globsChooseAmongTheFilesOfFolders() throws Exception {
    files().file("s/A.java", "A");
    files().file("s/x/B.java", "B");
    files().file("s/x/n.md", "n");
    files().file("s/.git/C.java", "C");
    var given = files().file("r.txt", "r");
    var tree = folder.resolve("s");
    var java = USUAL.withFiles(List.of("*.java"), 1000);
    assertEquals(List.of("A", "B", "r"), Samples.texts(java, tree, given));
    assertEquals(List.of("s/.git/C.java (hidden)"), FileCorpus.of(List.of(tree), java).skipped());
    assertEquals(
        List.of("B", "n"), Samples.texts(USUAL.withFiles(List.of("x/*.{java,md}"), 1000), tree));
    var none = USUAL.withFiles(List.of("*.py"), 1000);
    var refused = assertThrows(CorpusException.class, () -> FileCorpus.of(List.of(tree), none));
    assertEquals("The corpus s has no text files that match *.py.", refused.what());
    var wrong = USUAL.withFiles(List.of("*.{py"), 1000);
    var odd = assertThrows(CorpusException.class, () -> FileCorpus.of(List.of(tree), wrong));
    assertTrue(odd.what().startsWith("“*.{py” is no pattern"), odd.what());
  }

  @Test
  void largeTextsOfFoldersArePassedOver() throws Exception {
    files().file("s/a.txt", "small");
    files().file("s/b.txt", "larger text");
    files().file("s/c.jsonl", "{\"text\": \"many documents\"}");
    var corpus = FileCorpus.of(List.of(folder.resolve("s")), USUAL.withFiles(List.of(), 10));
    assertEquals(List.of("s/b.txt (11 bytes, longer than 10)"), corpus.skipped());
    assertEquals(2, corpus.fileCount());
  }

  /// The rule of the first version, written out: scans made then recognise their corpus.
  @Test
  void plainCorporaKeepTheFingerprintTheyHad() throws Exception {
    files().file("c/a.txt", "text");
    files().file("c/b.jsonl", "{\"text\": \"é\"}\n");
    var digest = MessageDigest.getInstance("SHA-256");
    for (var entry :
        List.of(Map.entry("c/a.txt", "text"), Map.entry("c/b.jsonl", "{\"text\": \"é\"}\n"))) {
      var name = Samples.utf8(entry.getKey());
      var contents = Samples.utf8(entry.getValue());
      digest.update(ByteBuffer.allocate(4).putInt(name.length).flip());
      digest.update(name);
      digest.update(ByteBuffer.allocate(8).putLong(contents.length).flip());
      digest.update(contents);
    }
    var expected = HexFormat.of().formatHex(digest.digest());
    assertEquals(expected, fingerprint(USUAL, folder.resolve("c")));
    // options about what is not there change no document
    assertEquals(expected, fingerprint(USUAL.withText("text", "other"), folder.resolve("c")));
    assertEquals(expected, fingerprint(USUAL.withFiles(List.of("*"), 10_000), folder.resolve("c")));
  }

  @Test
  void whateverChangesTheDocumentsChangesTheFingerprint() throws Exception {
    var json = files().file("a.jsonl", "{\"text\": \"a\", \"body\": \"b\", \"l\": \"c\"}\n");
    var table = files().file("a.csv", "text,body,l\na,b,c\n");
    for (var file : List.of(json, table)) {
      var seen = new HashSet<String>();
      for (var options :
          List.of(
              USUAL,
              USUAL.withText("body", "body"),
              USUAL.withLabels(List.of()),
              USUAL.withLabels(List.of("l")),
              USUAL.withLabels(List.of("l", "body")),
              USUAL.withBadText(BadText.SKIP))) {
        assertTrue(seen.add(fingerprint(options, file)), file + " with " + options);
      }
    }
    assertEquals(
        fingerprint(USUAL.withLabels(List.of("l", "body")), json),
        fingerprint(USUAL.withLabels(List.of("body", "l")), json));
    files().file("s/a.md", "a");
    files().file("s/b.txt", "b");
    var tree = folder.resolve("s");
    var all = fingerprint(USUAL, tree);
    assertNotEquals(all, fingerprint(USUAL.withFiles(List.of("*.md"), 1000), tree));
    assertEquals(all, fingerprint(USUAL.withFiles(List.of("*.md", "*.txt"), 1000), tree));
    assertNotEquals(all, fingerprint(USUAL.withFiles(List.of(), 0), json, tree));
  }

  @Test
  void optionsWithoutANameAreAMistake() {
    assertThrows(IllegalArgumentException.class, () -> USUAL.withText("", "a"));
    assertThrows(IllegalArgumentException.class, () -> USUAL.withText("a", ""));
    assertThrows(IllegalArgumentException.class, () -> USUAL.withFiles(List.of(), -1));
  }
}
