// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import polyseme.analysis.report.Csv;
import polyseme.engine.task.PolysemeException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Questions about all neurons of one small scan.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AskCommandsTest {

  private static final String TEXT = "Once upon a time the old fox sang";

  private Path folder = Path.of("");
  private Cli cli = new Cli(Path.of(""));
  private String scan = "";

  @BeforeAll
  void scan(@TempDir Path temporary) throws IOException {
    folder = temporary;
    cli = new Cli(folder);
    scan = made("tales", "the river sang");
  }

  /// Scans twelve short texts.
  private String made(String name, String words, String... more) throws IOException {
    var corpus = Files.createDirectory(folder.resolve(name));
    for (var i = 0; i < 12; i++) {
      var text =
          "Once upon a time number %d %s, and the old fox counted to %d.\n"
              .formatted(i, words, i * i);
      Files.writeString(corpus.resolve("tale" + i + ".txt"), text);
    }
    var out = path(name + ".scan");
    var line = new ArrayList<>(List.of("scan", Cli.SOLU, "--corpus", corpus.toString()));
    line.addAll(List.of("-o", out, "--top-k", "5", "--workers", "1"));
    line.addAll(List.of(more));
    var done = cli.run(line.toArray(String[]::new));
    assertEquals(ExitCode.DONE, done.code(), done.err());
    return out;
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void firesListsBothEndsAgainstTheScan() {
    var told = cli.run("fires", scan, "--text", TEXT, "--top", "7", "--json").json();
    assertEquals(7, told.get("highest").size());
    assertEquals(7, told.get("lowest").size());
    var first = told.get("highest").get(0);
    assertTrue(first.get("z").asDouble() >= told.get("highest").get(1).get("z").asDouble());
    var neuron = first.get("neuron").asString();
    var map = cli.run("heatmap", Cli.SOLU, "--neuron", neuron, "--text", TEXT, "--json").json();
    var at = map.get("tokens").get(first.get("position").asInt());
    assertEquals(at.get("activation").asDouble(), first.get("value").asDouble(), 1e-6);
    var shown = cli.run("fires", scan, "--text", TEXT);
    assertTrue(shown.out().contains("Unusually low"), shown.out());
    assertTrue(shown.out().lines().allMatch(line -> line.length() <= 100), shown.out());
  }

  @Test
  void firesAtChosenTokensOnly() {
    var told = cli.run("fires", scan, "--text", TEXT, "--tokens", "on", "--json").json();
    for (var answer : told.get("highest")) {
      assertEquals("on", answer.get("token").asString());
    }
    cli.run("fires", scan, "--text", TEXT, "--tokens", "dog")
        .assertRefused(ExitCode.USER, "dog", "“on”");
    cli.run("fires", scan, "--text", TEXT, "--bos").assertRefused(ExitCode.USAGE, "--bos");
  }

  @Test
  void firesWithoutAScanRanksRawValuesAndSaysSo() {
    var shown = cli.run("fires", Cli.SOLU, "--text", TEXT);
    assertTrue(shown.out().contains("no scan says what is usual"), shown.out() + shown.err());
    cli.run("fires", Cli.SOLU, "--text", TEXT, "--by", "z")
        .assertRefused(ExitCode.USER, "--by z", "scan");
  }

  @Test
  void promotesGoesBothWays() {
    var told = cli.run("promotes", Cli.SOLU, "--token", " a", "--top", "3", "--json").json();
    assertEquals("default", told.get("processing").asString());
    var up = told.get("tokens").get(0).get("up");
    assertEquals(3, up.size());
    var neuron = up.get(0).get("neuron").asString();
    var all = cli.run("promotes", Cli.SOLU, "--neuron", neuron, "--top", "5000", "--json").json();
    var written = all.get("neurons").get(0).get("up").get(up.get(0).get("rank").asInt() - 1);
    assertEquals(" a", written.get("token").asString());
    var shown = cli.run("promotes", Cli.SOLU, "--token", " a", "--processing", "none");
    assertTrue(shown.out().contains("processing: none"), shown.out() + shown.err());
  }

  @Test
  void promotesNamesWhatAWordSplitsInto() {
    cli.run("promotes", Cli.SOLU, "--token", "upon")
        .assertRefused(ExitCode.USER, "“upon” is not one token but 3: “u” “p” “on”");
    cli.run("promotes", Cli.SOLU, "--token", "").assertRefused(ExitCode.USER, "no token");
    cli.run("promotes", Cli.SOLU, "--neuron", "L9.1").assertRefused(ExitCode.USER, "L9.1");
    cli.run("promotes", Cli.SOLU).assertRefused(ExitCode.USAGE, "--token");
  }

  @Test
  void statsSortsEitherWay() throws IOException {
    var down = cli.run("stats", scan, "--sort", "kurtosis", "--layer", "1", "--json").json();
    var up = cli.run("stats", scan, "--sort", "kurtosis", "--layer", "1", "--ascending", "--json");
    assertEquals(128, down.get("neurons").size());
    assertEquals(
        down.get("neurons").get(0).get("neuron").asString(),
        up.json().get("neurons").get(127).get("neuron").asString());
    var shown = cli.run("stats", scan, "--sort", "max", "--top", "4").out();
    assertEquals(4 + 3, shown.lines().count(), shown);
    assertTrue(shown.lines().allMatch(line -> line.length() <= 100), shown);
    cli.run("stats", scan, "--out", path("all.csv"));
    assertEquals(257, Csv.read(Files.readString(folder.resolve("all.csv"))).size());
    cli.run("stats", scan, "--sort", "nonsense").assertRefused(ExitCode.USER, "kurtosis");
    cli.run("stats", scan, "--layer", "2").assertRefused(ExitCode.USER, "0 to 1");
  }

  @Test
  void ownColumnsAreListedSortedByAndRemoved() throws IOException {
    var table = folder.resolve("own.csv");
    Files.writeString(table, "neuron,score,note\nL1.5,2.5,fox\nL0.3,9,river\n");
    var added = cli.run("columns", scan, "--add", table.toString());
    assertTrue(added.out().startsWith("Added score.\nAdded note."), added.out() + added.err());
    var first = cli.run("stats", scan, "--sort", "score", "--top", "2", "--json").json();
    assertEquals("L0.3", first.get("neurons").get(0).get("neuron").asString());
    assertEquals("fox", first.get("neurons").get(1).get("note").asString());
    Files.writeString(table, "neuron,score\nL1.500,1\n");
    cli.run("columns", scan, "--add", table.toString())
        .assertRefused(ExitCode.USER, "own.csv", "Line 2", "L1.500");
    assertEquals(2, cli.run("columns", scan, "--json").json().get("columns").size());
    cli.run("columns", scan, "--remove", "score");
    var left = cli.run("columns", scan, "--remove", "note");
    assertTrue(left.out().contains("no own columns"), left.out() + left.err());
  }

  @Test
  void searchFindsWhatStandsInExamples() {
    var told = cli.run("search", scan, "--contains", "FOX", "-i", "--json").json();
    assertEquals(20, told.get("hits").size());
    for (var hit : told.get("hits")) {
      assertTrue(hit.get("text").asString().contains("fox"));
      assertTrue(hit.get("found").asInt() <= hit.get("examples").asInt());
    }
    var shown = cli.run("search", scan, "--contains", "fox", "--sample", "all");
    assertTrue(shown.out().contains("«fox»"), shown.out() + shown.err());
    assertTrue(shown.out().lines().allMatch(line -> line.length() <= 100), shown.out());
    assertTrue(cli.run("search", scan, "--contains", "FOX").out().contains("in none of"));
    cli.run("search", scan, "--contains", "(fox").assertRefused(ExitCode.USER, "(fox", "unclosed");
  }

  @Test
  void scansOfTwoCorporaAreCompared() throws IOException {
    var other = made("recipes", "the rye bread rose");
    var told = cli.run("compare-scans", scan, other, "--json").json();
    assertEquals(256, told.get("neurons").size());
    var shown = cli.run("compare-scans", scan, other, "--top", "3");
    assertEquals(3 + 4, shown.out().lines().count(), shown.out() + shown.err());
    assertTrue(shown.out().lines().allMatch(line -> line.length() <= 100), shown.out());
    cli.run("compare-scans", scan, other, "-o", path("shifts.csv"));
    assertEquals(257, Csv.read(Files.readString(folder.resolve("shifts.csv"))).size());
    var processed = made("processed", "the river sang", "--processing", "default");
    cli.run("compare-scans", scan, processed)
        .assertRefused(ExitCode.USER, "processing (none, default)", "--force");
    var forced = cli.run("compare-scans", scan, processed, "--force", "--top", "1");
    assertEquals(ExitCode.DONE, forced.code(), forced.err());
  }

  @Test
  void everyFormatIsWritten() throws PolysemeException, IOException {
    for (var format : ExportCommand.Format.values()) {
      var ending = format == ExportCommand.Format.NEURON_RECORD ? "jsonl" : format.toString();
      var out = path("export." + ending);
      var done = cli.run("export", scan, "--format", format.toString(), "-o", out);
      assertEquals(ExitCode.DONE, done.code(), done.err());
    }
    var told = cli.run("neuron", scan, "L1.50", "--json").json();
    var highest = told.get("highest").get(0).get("activation").floatValue();
    var lines = Files.readAllLines(folder.resolve("export.jsonl"));
    assertEquals(256, lines.size());
    var record = new JsonMapper().readTree(lines.get(178));
    assertEquals(50, record.get("neuron_id").get("neuron_index").asInt());
    var first = record.get("most_positive_activation_records").get(0);
    assertEquals(highest, greatest(first.get("activations")));
    assertEquals(first.get("tokens").size(), first.get("activations").size());
    for (var name : List.of("export.npz", "export.safetensors")) {
      var file = folder.resolve(name);
      var values = ArrayFile.read(file, "high_value", false);
      assertEquals(List.of(256, 5), values.shape());
      assertEquals(highest, values.values().get(178 * 5));
      var mean = ArrayFile.read(file, "mean", false).values().get(178);
      assertEquals(told.get("stats").get("mean").floatValue(), mean);
    }
    cli.run("export", scan, "--format", "npz", "-o", path("x.csv"))
        .assertRefused(ExitCode.USAGE, ".npz");
  }

  private static float greatest(JsonNode numbers) {
    var most = Float.NEGATIVE_INFINITY;
    for (var number : numbers) {
      most = Math.max(most, number.floatValue());
    }
    return most;
  }
}
