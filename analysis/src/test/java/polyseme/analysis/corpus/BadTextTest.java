// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.task.CorpusException;

/// Documents that cannot be read, passed over by choice.
class BadTextTest {

  private static final ReadOptions SKIP = ReadOptions.defaults().withBadText(BadText.SKIP);

  @TempDir private Path folder;

  private Samples files() {
    return new Samples(folder);
  }

  private static List<String> texts(FileCorpus corpus) throws CorpusException {
    return Samples.read(corpus).stream().map(Document::text).toList();
  }

  @Test
  void badDocumentsAreCountedAndTheOthersRead() throws Exception {
    files().file("c/a.txt", "one");
    files().file("c/b.txt", Samples.latin("été"));
    files()
        .file(
            "c/d.jsonl",
            Samples.latin("{\"text\": \"two\"}\n{\"text\": \"é\"}\n{\n[]\n{\"text\": \"three\"}"));
    files().file("c/e.txt", "four");
    var corpus = FileCorpus.of(List.of(folder.resolve("c")), SKIP);
    assertEquals(SkippedDocuments.NONE, corpus.skippedDocuments());
    assertEquals(List.of("one", "two", "three", "four"), texts(corpus));
    var skipped = corpus.skippedDocuments();
    assertEquals(4, skipped.count());
    assertEquals(
        "c/b.txt is not UTF-8: byte 0xE9 at offset 0 does not belong there.",
        skipped.first().getFirst());
    assertTrue(skipped.first().get(1).contains("offset 26 (line 2)"), skipped.first().get(1));
    assertTrue(skipped.first().get(2).startsWith("Line 3 of c/d.jsonl is not JSON"));
    assertEquals("Line 4 of c/d.jsonl is no object.", skipped.first().get(3));
    assertEquals(4, texts(corpus).size(), "the second reading gives the same");
    assertEquals(skipped, corpus.skippedDocuments());
  }

  @Test
  void onlyTheFirstTwentyAreListed() throws Exception {
    var corpus = FileCorpus.of(List.of(files().file("a.jsonl", "{\n".repeat(50))), SKIP);
    assertEquals(List.of(), texts(corpus));
    assertEquals(50, corpus.skippedDocuments().count());
    assertEquals(20, corpus.skippedDocuments().first().size());
  }

  @Test
  void restOfADamagedFileCountsAsOne() throws Exception {
    var lines = Samples.utf8("{\"text\": \"one\"}\n".repeat(5));
    var cut =
        Samples.joined(
            Samples.gzip(lines),
            Arrays.copyOf(Samples.gzip(Samples.utf8("{\"text\": \"x\"}")), 15));
    for (var name : List.of("a.jsonl.gz", "b.csv", "c.txt.gz")) {
      var bytes = name.equals("b.csv") ? Samples.utf8("text\n" + "one\n".repeat(5) + "\"two") : cut;
      var last = files().file("z.txt", "last");
      var corpus = FileCorpus.of(List.of(files().file(name, bytes), last), SKIP);
      var texts = texts(corpus);
      assertEquals(name.startsWith("c") ? 1 : 6, texts.size(), name);
      assertEquals("last", texts.getLast());
      assertEquals(1, corpus.skippedDocuments().count(), name);
    }
  }

  @Test
  void fileThatIsBeingWrittenIsNotTakenForADamagedOne() throws Exception {
    var whole = Samples.gzip(Samples.utf8("{\"text\": \"one\"}\n"));
    var file = files().file("a.jsonl.gz", whole);
    var corpus = FileCorpus.of(List.of(file), SKIP);
    Files.write(file, Arrays.copyOf(whole, 12));
    var refused = assertThrows(CorpusException.class, () -> Samples.read(corpus));
    assertTrue(refused.what().contains("changed while it was read"), refused.what());
  }

  @Test
  void whatTheUserMistypedIsRefusedAllTheSame() throws Exception {
    assertTrue(
        Samples.refused(SKIP, files().file("a.csv", "a,b\n1,2\n")).what().contains("column"));
    var labels = SKIP.withLabels(List.of("topc", "lang"));
    var refused =
        Samples.refused(labels, files().file("a.jsonl", "{\"text\":\"a\",\"lang\":\"x\"}"));
    assertEquals("No document of the corpus has the label `topc`.", refused.what());
  }
}
