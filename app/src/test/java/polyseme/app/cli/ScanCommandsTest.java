// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import polyseme.analysis.report.Csv;

/// What can be done with one small scan.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ScanCommandsTest {

  private static final int NEURONS = 256;

  private Path folder = Path.of("");
  private Cli cli = new Cli(Path.of(""));
  private String scan = "";

  @BeforeAll
  void scan(@TempDir Path temporary) throws IOException {
    folder = temporary;
    cli = new Cli(folder);
    scan = path("tales.scan");
    for (var i = 0; i < 30; i++) {
      var text =
          "Once upon a time number %d the river sang, and the old fox counted to %d.\n"
              .formatted(i, i * i);
      Files.writeString(folder.resolve("tale" + i + ".txt"), text.repeat(3));
    }
    var corpus = Files.createDirectory(folder.resolve("tales"));
    for (var i = 0; i < 30; i++) {
      var name = "tale" + i + ".txt";
      Files.move(folder.resolve(name), corpus.resolve(name));
    }
    var made =
        cli.run(
            "scan",
            Cli.SOLU,
            "--corpus",
            corpus.toString(),
            "-o",
            scan,
            "--top-k",
            "5",
            "--workers",
            "1",
            "--json");
    assertEquals(30, made.json().get("provenance").get("documents").asInt());
    assertTrue(made.json().get("tokens_per_second").asDouble() > 0);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void neuronShowsStatisticsAndExamples() {
    var shown = cli.run("neuron", scan, "L1.50", "--examples", "3");
    assertEquals(ExitCode.DONE, shown.code(), shown.err());
    assertTrue(shown.out().startsWith("L1.50 of solu-2l on tales ("), shown.out());
    assertTrue(shown.out().contains("kurtosis"), shown.out());
    assertTrue(shown.out().contains("Highest (2 more)"), shown.out());
    assertTrue(shown.out().contains("«"), shown.out());
  }

  @Test
  void peaksOfAListStandBelowEachOther() {
    var lines =
        cli.run("neuron", scan, "L1.50").out().lines().filter(l -> l.contains("«")).toList();
    var highest = lines.subList(0, 5).stream().map(l -> l.indexOf('«')).distinct().toList();
    assertEquals(1, highest.size(), String.join("\n", lines));
  }

  @Test
  void neuronAsJsonHasAllExamples() {
    var told = cli.run("neuron", scan, "L0.7", "--json").json();
    assertEquals("L0.7", told.get("neuron").asString());
    assertEquals(5, told.get("highest").size());
  }

  @Test
  void mapHasAPointForEveryNeuron() throws IOException {
    for (var points : new String[] {"activations", "w-in", "w-out"}) {
      var out = path(points + ".csv");
      var done = cli.run("map", scan, "--points", points, "-o", out);
      assertEquals(ExitCode.DONE, done.code(), done.err());
      assertTrue(done.out().contains("% of the variance"), done.out());
      assertEquals(NEURONS + 1, Csv.read(Files.readString(Path.of(out))).size());
    }
  }

  @Test
  void mapIsDrawnInEveryColour() throws IOException {
    for (var color : new MapColor.Names()) {
      var out = path(color + ".svg");
      var done = cli.run("map", scan, "--color", color, "--k", "5", "-o", out, "--json");
      assertEquals(NEURONS, done.json().get("neurons").size());
      assertTrue(done.json().get("neurons").get(0).has(color.replace('-', '_')), color);
      assertTrue(Files.readString(Path.of(out)).startsWith("<svg"), color);
    }
  }

  @Test
  void theSameSeedGivesTheSameMapAndGroups() throws IOException {
    cli.run("map", scan, "-o", path("a.csv"));
    cli.run("map", scan, "-o", path("b.csv"));
    assertEquals(-1, Files.mismatch(folder.resolve("a.csv"), folder.resolve("b.csv")));
    assertEquals(
        cli.run("cluster", scan, "--k", "6", "--json").out(),
        cli.run("cluster", scan, "--k", "6", "--json").out());
  }

  @Test
  void clusterNamesEveryGroup() throws IOException {
    var done = cli.run("cluster", scan, "--k", "6", "-o", path("c.csv"));
    assertEquals(ExitCode.DONE, done.code(), done.err());
    assertTrue(done.out().startsWith("Silhouette "), done.out());
    assertEquals(NEURONS + 1, Csv.read(Files.readString(folder.resolve("c.csv"))).size());
    var told = cli.run("cluster", scan, "--k", "6", "--json").json();
    assertEquals(6, told.get("clusters").size());
    assertEquals(42, told.get("seed").asInt());
  }

  @Test
  void wishesThatAScanCannotFulfilAreNamed() {
    cli.run("neuron", scan, "L7.0").assertRefused(ExitCode.USER, "L7.0", "0 to 1");
    cli.run("neuron", scan, "L1.128").assertRefused(ExitCode.USER, "L1.128", "0 to 127");
    cli.run("neuron", scan, "L1.mid.5").assertRefused(ExitCode.USER, "L1.mid.5", "L1.5");
    cli.run("neuron", scan, "fifty").assertRefused(ExitCode.USER, "fifty", "L1.50");
    cli.run("cluster", scan, "--k", "257").assertRefused(ExitCode.USER, "257", "2 to 256");
    cli.run("cluster", scan, "--k", "1").assertRefused(ExitCode.USER, "2 to 256");
    cli.run("map", path("tales")).assertRefused(ExitCode.USER, "tales");
    assertFalse(Files.exists(folder.resolve("x.csv")));
  }
}
