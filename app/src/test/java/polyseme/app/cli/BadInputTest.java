// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Missing, damaged, foreign and malicious files: one clear sentence, exit code 1, nothing left
/// behind.
final class BadInputTest {

  private static final long FOUR_GIBIBYTES = 1L << 32;

  @TempDir private Path folder;
  private Cli cli;
  private Path model;

  @BeforeEach
  void begin() throws IOException {
    cli = new Cli(folder);
    model = Files.createDirectory(folder.resolve("model"));
  }

  private void copyModel(String name) throws IOException {
    try (var files = Files.list(Cli.PARITY.resolve(name))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, model.resolve(file.getFileName()));
      }
    }
  }

  private Cli.Outcome heatmap() {
    return cli.run("heatmap", model.toString(), "--neuron", "L1.5", "--text", "a", "-o", out());
  }

  private String out() {
    return folder.resolve("a.html").toString();
  }

  private void assertRefused(String... words) {
    heatmap().assertRefused(ExitCode.USER, words);
    cli.run("info", model.toString()).assertRefused(ExitCode.USER, words);
    assertNothingWritten();
  }

  private void assertNothingWritten() {
    try (var files = Files.list(folder)) {
      var left = files.map(file -> file.getFileName().toString()).sorted().toList();
      assertTrue(List.of("cache", "corpus.txt", "model").containsAll(left), left.toString());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPickleThatCallsTheShellIsRefusedAndNotRun() throws IOException {
    copyModel("solu-2l");
    var trace = folder.resolve("trace");
    var pickle = "cposix\nsystem\n(S'touch %s'\ntR.".formatted(trace);
    try (var zip = new ZipOutputStream(Files.newOutputStream(model.resolve("model_final.pth")))) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(pickle.getBytes(StandardCharsets.US_ASCII));
    }
    heatmap().assertRefused(ExitCode.USER, "model_final.pth");
    assertFalse(Files.exists(trace));
    assertNothingWritten();
  }

  @Test
  void aHeaderOfFourGigabytesIsRefused() throws IOException {
    copyModel("gpt2");
    writeSafetensors(FOUR_GIBIBYTES, "{}", 0);
    assertRefused("model.safetensors");
  }

  @Test
  void overlappingTensorsAreRefused() throws IOException {
    copyModel("gpt2");
    var header =
        """
        {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},\
        "b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}\
        """;
    writeSafetensors(header.length(), header, 12);
    assertRefused("model.safetensors");
  }

  private void writeSafetensors(long length, String header, int data) throws IOException {
    var json = header.getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(Long.BYTES + json.length + data);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(json);
    Files.write(model.resolve("model.safetensors"), bytes.array());
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    copyModel("solu-2l");
    var file = model.resolve("model_final.pth");
    var bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused("model_final.pth");
  }

  @Test
  void aConfigurationWithoutLayersNamesWhatIsMissing() throws IOException {
    copyModel("solu-2l");
    var config = model.resolve("config.json");
    var text = Files.readString(config).replaceAll("\"n_layers\": *\\d+,?", "");
    assertFalse(text.contains("n_layers"));
    Files.writeString(config, text);
    assertRefused("config.json", "n_layers");
  }

  @Test
  void aTokenizerThatIsNoJsonIsRefused() throws IOException {
    copyModel("solu-2l");
    Files.writeString(model.resolve("tokenizer.json"), "{\"model\": [");
    heatmap().assertRefused(ExitCode.USER, "tokenizer.json is not valid JSON (", "line 1, column");
    Files.writeString(model.resolve("tokenizer.json"), "[".repeat(100_000));
    heatmap().assertRefused(ExitCode.USER, "tokenizer.json is not valid JSON (beyond the limits");
    Files.writeString(model.resolve("tokenizer.json"), "");
    heatmap().assertRefused(ExitCode.USER, "tokenizer.json is empty.");
    Files.writeString(model.resolve("tokenizer.json"), "{}");
    heatmap()
        .assertRefused(ExitCode.USER, "tokenizer.json cannot be used: the file has no “model”.");
    assertNothingWritten();
  }

  @Test
  void aFolderThatIsMissingOrNoModelIsNamed() {
    assertRefused("model", "config.json");
    var missing = folder.resolve("missing").toString();
    cli.run("info", missing).assertRefused(ExitCode.USER, "There is no folder " + missing);
  }

  @Test
  void aCorpusThatIsNotUtf8NamesFileAndPlace() throws IOException {
    var corpus = folder.resolve("corpus.txt");
    Files.write(corpus, "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    var scan = folder.resolve("a.scan").toString();
    cli.run("scan", Cli.SOLU, "--corpus", corpus.toString(), "-o", scan)
        .assertRefused(ExitCode.USER, "corpus.txt", "UTF-8");
    assertNothingWritten();
    cli.run("heatmap", Cli.SOLU, "--neuron", "L1.5", "--file", corpus.toString(), "-o", out())
        .assertRefused(ExitCode.USER, "corpus.txt", "UTF-8");
    assertNothingWritten();
  }

  @Test
  void aUnitThatDoesNotExistSaysWhichDo() {
    for (var wish :
        List.of(
            List.of("L7.5", "0 to 1"),
            List.of("L1.128", "0 to 127"),
            List.of("L1.H2.0", "0 to 1"),
            List.of("L1.resid_post.32", "0 to 31"),
            List.of("L1.H1.16", "0 to 15"))) {
      cli.run("heatmap", Cli.SOLU, "--neuron", wish.getFirst(), "--text", "a", "-o", out())
          .assertRefused(ExitCode.USER, wish.getLast());
    }
    cli.run("run", Cli.SOLU, "--text", "a", "--hooks", "post2", "-o", out().replace("html", "npz"))
        .assertRefused(ExitCode.USER, "post2");
    cli.run("run", Cli.SOLU, "--text", "a", "--hooks", "post", "--zero", "L0.128", "-o", npz())
        .assertRefused(ExitCode.USER, "128");
    assertNothingWritten();
  }

  private String npz() {
    return folder.resolve("a.npz").toString();
  }

  @Test
  void aLayerThatDoesNotExistIsNotABlamedName() {
    for (var name : List.of("post2", "L2.post", "blocks.2.mlp.hook_post")) {
      cli.run("run", Cli.SOLU, "--text", "a", "--hooks", name, "-o", npz())
          .assertRefused(ExitCode.USER, name, "Its layers are 0 to 1.");
    }
    assertNothingWritten();
  }

  @Test
  void anEmptyTextIsRefused() throws IOException {
    var corpus = Files.createFile(folder.resolve("corpus.txt")).toString();
    cli.run("heatmap", Cli.SOLU, "--neuron", "L1.5", "--text", "", "-o", out())
        .assertRefused(ExitCode.USER, "The text is empty.");
    cli.run("heatmap", Cli.SOLU, "--neuron", "L1.5", "--file", corpus, "-o", out())
        .assertRefused(ExitCode.USER, "corpus.txt is empty.");
    cli.run("heatmap", Cli.SOLU, "--neuron", "L1.5", "--file", model.toString(), "-o", out())
        .assertRefused(ExitCode.USER, "is a folder.");
    cli.run("heatmap", Cli.SOLU, "--neuron", "L1.5", "--file", out(), "-o", out())
        .assertRefused(ExitCode.USER, "There is no file");
    assertNothingWritten();
  }

  @Test
  void whatGitKeepsInsteadOfALargeFileIsRecognised() throws IOException {
    var pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0f\nsize 123\n";
    copyModel("solu-2l");
    Files.writeString(model.resolve("model_final.pth"), pointer);
    assertRefused("model_final.pth", "git lfs pull");
    Files.writeString(model.resolve("model_final.pth"), "");
    assertRefused("model_final.pth", "it is empty");
  }

  @Test
  void aFileInTheWayOfAFolderIsNamed() throws IOException {
    var corpus = Files.createFile(folder.resolve("corpus.txt"));
    var inside = corpus.resolve("a.html").toString();
    cli.run("heatmap", Cli.SOLU, "--neuron", "L1.5", "--text", "a", "-o", inside)
        .assertRefused(ExitCode.USER, "corpus.txt is a file");
    assertNothingWritten();
  }

  @Test
  void aTextLongerThanTheContextIsRefused() {
    cli.run("heatmap", Cli.SOLU, "--neuron", "L1.5", "--text", "x y ".repeat(200), "-o", out())
        .assertRefused(ExitCode.USER, "128");
    assertNothingWritten();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsSaidBeforeTheWork() {
    var nowhere = folder.resolve("no/such/a.html").toString();
    cli.run("heatmap", model.toString(), "--neuron", "L1.5", "--text", "a", "-o", nowhere)
        .assertRefused(ExitCode.USER, "no folder", "such");
    cli.run("scan", model.toString(), "--corpus", "x", "-o", folder.resolve("no/such/s").toString())
        .assertRefused(ExitCode.USER, "no folder");
    assertEquals(ExitCode.USER, cli.run("demo", "-o", nowhere).code());
    assertNothingWritten();
  }
}
