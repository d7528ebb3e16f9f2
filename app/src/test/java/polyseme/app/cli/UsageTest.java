// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class UsageTest {

  @TempDir private Path folder;

  private Cli.Outcome run(String... args) {
    return new Cli(folder).run(args);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "info",
        "run",
        "heatmap",
        "scan",
        "neuron",
        "map",
        "cluster",
        "demo",
        "bench",
        "models",
        "hooks",
        "verify",
        "cache",
        "fires",
        "promotes"
      })
  void everyCommandHasHelpWithExamples(String command) {
    var help = run(command, "--help");
    assertEquals(ExitCode.DONE, help.code());
    assertEquals("", help.err());
    assertTrue(help.out().contains("Examples:\n  polyseme " + command), help.out());
    assertTrue(help.out().contains("--json"), help.out());
  }

  @Test
  void theProgramsHelpNamesEveryCommand() {
    var help = run("--help").out();
    for (var command :
        "info models hooks verify run heatmap scan neuron map cluster demo bench cache"
            .split(" ", -1)) {
      assertTrue(help.contains("\n  " + command + " "), help);
    }
  }

  @Test
  void versionIsOneLine() {
    assertEquals("Polyseme 1.2.3\n", run("--version").out());
    assertEquals("1.2.3", run("--version", "--json").json().get("version").asString());
  }

  @Test
  void whatIsTypedWronglyEndsWithTwo() {
    run("scna", Cli.SOLU).assertRefused(ExitCode.USAGE, "scna", "scan");
    run("info").assertRefused(ExitCode.USAGE, "MODEL", "polyseme info --help");
    run().assertRefused(ExitCode.USAGE, "A command is missing");
    run("heatmap", Cli.SOLU, "--neuron", "L1.50").assertRefused(ExitCode.USAGE, "--text", "--file");
    run("heatmap", Cli.SOLU, "--neuron", "L1.mid.50", "--hook", "pre", "--text", "a")
        .assertRefused(ExitCode.USAGE, "--hook");
    run("run", Cli.SOLU, "--text", "a", "--hooks", "post", "--set", "L1.2", "-o", "a.npz")
        .assertRefused(ExitCode.USAGE, "--set", "L1.50=0.3");
    run("map", "scan", "--points", "w-up")
        .assertRefused(ExitCode.USAGE, "--points takes activations, w-in or w-out, not “w-up”.");
    run("bench", "moon").assertRefused(ExitCode.USAGE, "moon", "engine");
  }

  @Test
  void aValueThatDoesNotFitSaysWhatDoes() {
    run("map", "scan", "--color", "red").assertRefused(ExitCode.USAGE, "layer, cluster, mean");
    run("map", "scan", "--projection", "umap")
        .assertRefused(ExitCode.USAGE, "--projection takes pca, not “umap”.");
    run("map", "scan", "--theme", "blue")
        .assertRefused(ExitCode.USAGE, "--theme takes light or dark, not “blue”.");
    run("cluster", "scan", "--k", "3.5")
        .assertRefused(ExitCode.USAGE, "--k takes a whole number, not “3.5”.");
  }

  @Test
  void twoTextsAreOneTooMany() {
    run("heatmap", Cli.SOLU, "--neuron", "L1.50", "--text", "a", "--file", "b")
        .assertRefused(ExitCode.USAGE, "--text and --file are both there");
    run("heatmap", Cli.SOLU, "--neuron", "L1.50", "--text", "a", "--text", "b")
        .assertRefused(ExitCode.USAGE, "--text is there twice");
  }

  @Test
  void anEndingThatIsNotKnownNamesTheChoices() {
    var out = folder.resolve("map.png").toString();
    run("map", "scan", "-o", out).assertRefused(ExitCode.USAGE, ".csv or .svg");
    run("heatmap", Cli.SOLU, "--neuron", "L1.50", "--text", "a", "-o", out)
        .assertRefused(ExitCode.USAGE, ".html, .svg or .json");
  }

  @Test
  void withJsonFailuresAreJsonOnTheOtherStream() {
    var missing = run("info", folder.resolve("missing").toString(), "--json");
    assertEquals(ExitCode.USER, missing.code());
    assertEquals("", missing.out());
    var error = new JsonMapper().readTree(missing.err()).get("error");
    assertTrue(error.get("what").asString().contains("missing"));
    assertTrue(error.get("remedy").asString().contains("config.json"));
    var typo = run("info", "--json");
    assertEquals(ExitCode.USAGE, typo.code());
    assertTrue(new JsonMapper().readTree(typo.err()).has("error"));
  }

  @Test
  void aMistakeOfTheProgramIsOneSentenceAndTheLog() {
    var broken =
        new Cli(folder)
            .run(
                false,
                () -> {
                  throw new IllegalStateException("the moon fell down");
                },
                "neuron",
                "scan",
                "L1.50");
    broken.assertBug("the moon fell down", "polyseme.log");
  }
}
