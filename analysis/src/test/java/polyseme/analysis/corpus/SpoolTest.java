// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.Progress;

/// Texts from standard input.
class SpoolTest {

  private static final String LINE = "{\"text\": \"é\"}\n";

  private static Spool spool(byte[] bytes, FileKind kind) throws OutputException {
    return Spool.of(new ByteArrayInputStream(bytes), kind, Progress.NONE);
  }

  private static long leftOvers() throws IOException {
    try (var list = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return list.filter(path -> path.getFileName().toString().startsWith("polyseme-stdin-"))
          .count();
    }
  }

  @Test
  void streamIsReadTwiceAndForgotten() throws Exception {
    Path path;
    try (var spool = spool(Samples.utf8(LINE), FileKind.JSONL)) {
      path = spool.path();
      var corpus = FileCorpus.of(List.of(path));
      assertEquals("stdin.jsonl", corpus.name());
      assertEquals(64, corpus.fingerprint(Progress.NONE).length());
      for (var i = 0; i < 2; i++) {
        assertEquals("stdin.jsonl:1", Samples.read(corpus).getFirst().id());
      }
    }
    assertFalse(Files.exists(path));
    assertFalse(Files.exists(path.resolveSibling(".")));
  }

  @Test
  void kindAndCompressionAreKnown() throws Exception {
    for (var kind : FileKind.values()) {
      var table = kind.isTable();
      var text = Samples.utf8(table ? "text\né\n" : LINE);
      for (var bytes : List.of(text, Samples.gzip(text), Samples.zstd(text))) {
        try (var spool = spool(bytes, kind)) {
          var read = Samples.texts(ReadOptions.defaults(), spool.path());
          assertEquals(List.of(kind == FileKind.TEXT ? LINE : "é"), read);
        }
      }
    }
    try (var empty = spool(new byte[0], FileKind.TEXT)) {
      assertEquals(List.of(""), Samples.texts(ReadOptions.defaults(), empty.path()));
    }
  }

  @Test
  void nothingIsLeftWhenTheStreamBreaksOrSomebodyStops() throws Exception {
    var before = leftOvers();
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the pipe broke");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            return read();
          }
        };
    var begun = new SequenceInputStream(new ByteArrayInputStream(new byte[100]), broken);
    var refused =
        assertThrows(OutputException.class, () -> Spool.of(begun, FileKind.TEXT, Progress.NONE));
    assertTrue(refused.what().contains("pipe broke"), refused.what());
    var stopped =
        new Progress() {
          @Override
          public void report(String step, long done, long total, String unit) {}

          @Override
          public boolean cancelled() {
            return true;
          }
        };
    var long1 = new ByteArrayInputStream(new byte[100_000]);
    assertThrows(CancellationException.class, () -> Spool.of(long1, FileKind.TEXT, stopped));
    assertEquals(before, leftOvers());
  }
}
