// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables as corpora.
class TableCorpusTest {

  private static final ReadOptions USUAL = ReadOptions.defaults();

  @TempDir private Path folder;

  private Samples files() {
    return new Samples(folder);
  }

  @Test
  void rowIsADocumentWithLabels() throws Exception {
    var table =
        files()
            .file(
                "t.csv",
                """
                \uFEFFid,topic,text,year\r
                x,tea,"one, ""two""\r
                three",1999\r
                \r
                ,,plain,\r
                y,coffee,,2000\
                """);
    assertEquals(
        List.of(
            new Document("x", "one, \"two\"\nthree", Map.of("topic", "tea", "year", "1999")),
            new Document("t.csv:5", "plain", Map.of()),
            new Document("y", "", Map.of("topic", "coffee", "year", "2000"))),
        Samples.read(USUAL, table));
  }

  @Test
  void tabulatorsAndOtherColumns() throws Exception {
    var table = files().file("t.tsv", "lang\tbody\nen\ta, b\nfr\t\"c\td\"\n");
    assertEquals(
        List.of(
            new Document("t.tsv:2", "a, b", Map.of("lang", "en")),
            new Document("t.tsv:3", "c\td", Map.of("lang", "fr"))),
        Samples.read(USUAL.withText("text", "body"), table));
  }

  @Test
  void onlyChosenColumnsAreLabels() throws Exception {
    var table = files().file("t.csv", "id,text,topic,lang\n7,a,tea,en\n");
    var some = USUAL.withLabels(List.of("lang", "id"));
    assertEquals(
        List.of(new Document("7", "a", Map.of("lang", "en", "id", "7"))),
        Samples.read(some, table));
    assertEquals(
        List.of(new Document("7", "a", Map.of())),
        Samples.read(USUAL.withLabels(List.of()), table));
  }

  @Test
  void columnThatIsNotThereIsToldWithThoseThatAre() throws Exception {
    var refused = Samples.refused(USUAL, files().file("t.csv", "id;text\n1;a\n"));
    assertEquals("t.csv has no column `text`; its columns are `id;text`.", refused.what());
    var twice = Samples.refused(USUAL, files().file("t.csv", "text,a,a\n1,2,3\n"));
    assertEquals("t.csv has two columns of the same name.", twice.what());
    var empty = Samples.refused(USUAL, files().file("t.csv", ""));
    assertTrue(empty.what().startsWith("t.csv has no line with the names"), empty.what());
  }

  @Test
  void brokenTablesNameTheLine() throws Exception {
    var open = Samples.refused(USUAL, files().file("t.csv", "text\na\n\"b\nc\n"));
    assertEquals(
        "t.csv is no table from line 3 on: a quotation mark is never closed.", open.what());
    var behind = Samples.refused(USUAL, files().file("t.csv", "text\n\"a\" b\n"));
    assertTrue(behind.what().contains("line 2 on: something follows"), behind.what());
    var cells = Samples.refused(USUAL, files().file("t.csv", "text,a\n1,2\n1\n"));
    assertEquals("Line 3 of t.csv has 1 cells, but there are 2 columns.", cells.what());
    var latin = Samples.refused(USUAL, files().file("t.csv", Samples.latin("text\nab\ncé\n")));
    assertEquals(
        "t.csv is not UTF-8: byte 0xE9 at offset 9 (line 3) does not belong there.", latin.what());
  }

  @Test
  void rowsBehindABadOneAreReadIfThatIsWanted() throws Exception {
    var table = Samples.latin("text,a\none,1\ntwé,é\nthree\n\"fo\nur\",4\n\u00c3\u00a9,5\n");
    var corpus =
        FileCorpus.of(List.of(files().file("t.csv", table)), USUAL.withBadText(BadText.SKIP));
    assertEquals(
        List.of("one", "fo\nur", "é"), Samples.read(corpus).stream().map(Document::text).toList());
    assertEquals(2, corpus.skippedDocuments().count());
    assertTrue(corpus.skippedDocuments().first().getFirst().contains("offset 15 (line 3)"));
  }

  /// Letters of one to four bytes over many buffers, with bytes between them that do not belong
  /// there: each is told with its own place.
  @Test
  void placesOfBadBytesAreExactEverywhere() throws Exception {
    var random = new SplittableRandom(5);
    for (var round = 0; round < 20; round++) {
      var text = new StringBuilder("text\n");
      for (var i = 0; i < 9000 + 3 * round; i++) {
        text.appendCodePoint(new int[] {'a', 'é', '€', 0x1F600, '\n'}[random.nextInt(5)]);
      }
      var good = Samples.utf8(text.toString());
      var place = 5 + random.nextInt(good.length - 5);
      while ((good[place] & 0xC0) == 0x80) {
        place--;
      }
      var head = Arrays.copyOf(good, place);
      var tail = Arrays.copyOfRange(good, place, good.length);
      var file = files().file("t.csv", Samples.joined(head, new byte[] {(byte) 0xFF}, tail));
      var said = Samples.refused(USUAL, file).what();
      assertTrue(said.contains("byte 0xFF at offset " + place + " "), said + place);
    }
  }

  @Test
  void damagedTablesEndInASentence() throws Exception {
    var random = new SplittableRandom(6);
    var whole = Samples.utf8("id,text,topic\n" + "1,\"a \"\"b\"\"\nc\",tea\n2,é,x\n".repeat(20));
    for (var i = 0; i < 2000; i++) {
      var bytes = whole.clone();
      for (var j = 0; j <= random.nextInt(3); j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(1, 256);
      }
      var file = files().file("m.csv", bytes);
      Samples.refusedOrRead(USUAL, file);
      Samples.refusedOrRead(USUAL.withBadText(BadText.SKIP), file);
    }
  }

  @Test
  void rowOfEndlessCellsIsRefused() throws Exception {
    var refused = Samples.refused(USUAL, files().file("t.csv", "text\n" + ",".repeat(1_100_000)));
    assertTrue(refused.what().contains("more than 1,000,000 cells"), refused.what());
    var long1 = "text\n\"" + ",".repeat(1_100_000) + "\"\n";
    assertEquals(1_100_000, Samples.texts(USUAL, files().file("t.csv", long1)).getFirst().length());
  }
}
