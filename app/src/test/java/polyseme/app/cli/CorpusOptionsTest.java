// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `polyseme scan` reads.
class CorpusOptionsTest {

  private static final String LINES = "{\"text\": \"The fox sang.\", \"body\": \"A river.\"}\n";

  @TempDir private Path folder;

  private Cli cli() {
    return new Cli(folder);
  }

  private String file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes).toString();
  }

  private String gzip(String name, String text) throws IOException {
    var file = folder.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file.toString();
  }

  private String[] scan(String... corpus) {
    var out = folder.resolve("x.scan").toString();
    var words = new ArrayList<>(List.of("scan", Cli.SOLU, "--workers", "1", "-o", out, "--corpus"));
    words.addAll(Arrays.asList(corpus));
    return words.toArray(String[]::new);
  }

  @Test
  void compressedFilesAndTablesAreScanned() throws IOException {
    var json = gzip("a.jsonl.gz", LINES.repeat(3));
    var table = file("b.csv", "text,year\nOnce upon,1999\n".getBytes(StandardCharsets.UTF_8));
    var told = cli().run(scan(json, table, "--labels", "year", "--json")).json();
    assertEquals(4, told.get("provenance").get("documents").asInt());
    assertEquals(0, told.get("unreadable").asInt());
    cli()
        .run(scan(table, "--text-column", "body"))
        .assertRefused(ExitCode.USER, "`body`", "`text`, `year`");
    cli().run(scan(json, "--labels", "yaer")).assertRefused(ExitCode.USER, "`yaer`");
  }

  @Test
  void standardInputIsScanned() {
    var words = scan("-", "--stdin-format", "jsonl", "--text-field", "body", "--json");
    var told = cli().runAnswering(LINES.repeat(5), words);
    assertEquals(ExitCode.DONE, told.code(), told.err());
    assertEquals("stdin.jsonl", told.json().get("provenance").get("corpus").asString());
    cli().run(scan("-", "-")).assertRefused(ExitCode.USAGE, "standard input");
    cli().run(scan("-", "--stdin-format", "xml")).assertRefused(ExitCode.USAGE, "text, jsonl");
  }

  @Test
  void whatCannotBeReadEndsTheScanOrIsCounted() throws IOException {
    var bad = "The fox.\u00e9".getBytes(StandardCharsets.ISO_8859_1);
    var text = file("bad.txt", bad);
    var good = file("good.txt", "The river.".getBytes(StandardCharsets.UTF_8));
    cli().run(scan(text, good)).assertRefused(ExitCode.USER, "bad.txt", "0xE9 at offset 8");
    var told = cli().run(scan(text, good, "--bad-text", "skip"));
    assertEquals(ExitCode.DONE, told.code(), told.err());
    assertTrue(told.out().contains("Passed over 1 document that cannot be read:"), told.out());
    assertTrue(told.out().contains("\n  bad.txt is not UTF-8"), told.out());
    cli().run(scan(good, "--bad-text", "maybe")).assertRefused(ExitCode.USAGE, "fail or skip");
    cli().run(scan(good, "--largest-file", "300")).assertRefused(ExitCode.USAGE, "0 to 256");
    cli()
        .run(scan(folder.toString(), "--include", "*.java"))
        .assertRefused(ExitCode.USER, "no text files that match *.java");
  }
}
