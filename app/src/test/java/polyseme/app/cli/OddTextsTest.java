// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of texts that nobody means to give, as docs/reliability.md says.
final class OddTextsTest {

  private static final byte[] HALF_CHARACTER = {'a', (byte) 0xed, (byte) 0xa0, (byte) 0x80, 'b'};
  private static final String MEGABYTE = "word ".repeat((1 << 20) / 5);

  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void begin() {
    cli = new Cli(folder);
  }

  private Cli.Outcome run(String how, String text) {
    return cli.run("run", Cli.SOLU, how, text, "--hooks", "post", "-o", path("a.npz"));
  }

  private Cli.Outcome heatmap(String how, String text) {
    return cli.run("heatmap", Cli.SOLU, "--neuron", "L1.5", how, text, "-o", path("a.html"));
  }

  private Cli.Outcome scan(String corpus) {
    return cli.run("scan", Cli.SOLU, "--corpus", corpus, "-o", path("a.scan"), "--workers", "1");
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("odd.txt"), bytes).toString();
  }

  private String file(String text) throws IOException {
    return file(text.getBytes(StandardCharsets.UTF_8));
  }

  private void assertNothingWritten() {
    for (var name : new String[] {"a.npz", "a.html", "a.scan"}) {
      assertTrue(Files.notExists(folder.resolve(name)), name);
    }
  }

  private static void assertDone(Cli.Outcome outcome) {
    assertEquals(ExitCode.DONE, outcome.code(), outcome.err());
  }

  @Test
  void aTextLongerThanTheContextIsRefusedWithBothLengths() throws IOException {
    var text = "x y ".repeat(200);
    var words = new String[] {"The text has 801 tokens", "no more than 128", "Shorten the text"};
    run("--text", text).assertRefused(ExitCode.USER, words);
    heatmap("--file", file(text)).assertRefused(ExitCode.USER, words);
    assertNothingWritten();
  }

  @Test
  void aScanDividesALongText() throws IOException {
    var scanned = scan(file("x y ".repeat(200)));
    assertDone(scanned);
    assertTrue(scanned.out().contains("800 tokens of 1 document"), scanned.out());
  }

  @Test
  void anEmptyTextIsRefused() throws IOException {
    run("--text", "").assertRefused(ExitCode.USER, "The text is empty.");
    run("--file", file("")).assertRefused(ExitCode.USER, "odd.txt is empty.");
    heatmap("--file", file("")).assertRefused(ExitCode.USER, "odd.txt is empty.");
    scan(file("")).assertRefused(ExitCode.USER, "odd.txt has no tokens.");
    assertNothingWritten();
  }

  @Test
  void aTypedHalfCharacterBecomesTheReplacementCharacter() {
    assertDone(run("--text", "a\ud800b"));
    var shown =
        cli.run("heatmap", Cli.SOLU, "--neuron", "L1.5", "--text", "a\ud800b", "--json").json();
    var same =
        cli.run("heatmap", Cli.SOLU, "--neuron", "L1.5", "--text", "a\ufffdb", "--json").json();
    assertEquals(same.get("tokens"), shown.get("tokens"));
  }

  @Test
  void aFileWithAHalfCharacterIsNotUtf8() throws IOException {
    var file = file(HALF_CHARACTER);
    run("--file", file).assertRefused(ExitCode.USER, "odd.txt is not UTF-8 text.");
    heatmap("--file", file).assertRefused(ExitCode.USER, "odd.txt is not UTF-8 text.");
    scan(file).assertRefused(ExitCode.USER, "odd.txt is not UTF-8: byte 0xED at offset 1");
    assertNothingWritten();
  }

  @Test
  void aMegabyteOnOneLineIsTooLongForAPassAndScanned() throws IOException {
    var file = file(MEGABYTE);
    run("--file", file).assertRefused(ExitCode.USER, "no more than 128");
    heatmap("--file", file).assertRefused(ExitCode.USER, "no more than 128");
    assertNothingWritten();
    assertDone(scan(file));
  }

  @Test
  void nulIsACharacterOfATextAndTheMarkOfAFileThatIsNone() throws IOException {
    var file = file("a\u0000b");
    assertDone(run("--file", file));
    assertDone(heatmap("--text", "a\u0000b"));
    assertDone(heatmap("--file", file));
    scan(file).assertRefused(ExitCode.USER, "odd.txt is no text: it holds bytes of value 0.");
  }
}
