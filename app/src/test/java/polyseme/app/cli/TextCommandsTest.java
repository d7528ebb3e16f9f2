// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What texts begin with, and what becomes of special tokens written in them.
final class TextCommandsTest {

  @TempDir private Path folder;

  private Cli cli;

  @BeforeEach
  void begin() {
    cli = new Cli(folder);
  }

  private List<String> tokens(String model, String... more) {
    var args = new ArrayList<>(List.of("heatmap", model, "--neuron", "L1.5", "--json"));
    args.addAll(List.of(more));
    var texts = new ArrayList<String>();
    for (var token : cli.run(args.toArray(String[]::new)).json().get("tokens")) {
      texts.add(token.get("text").asString());
    }
    return texts;
  }

  /// The same model, of a family whose texts begin with nothing.
  private String without() throws IOException {
    var copy = Files.createDirectories(folder.resolve("model"));
    try (var files = Files.list(Path.of(Cli.SOLU))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    var config = copy.resolve("config.json");
    var text = Files.readString(config).replaceFirst("\\{", "{\"default_prepend_bos\": false,");
    Files.writeString(config, text);
    return copy.toString();
  }

  @Test
  void infoTellsWhatTextsBeginWith() throws IOException {
    var with = cli.run("info", Cli.SOLU).out();
    assertTrue(with.contains("<|endoftext|> (default of the family)"), with);
    var without = cli.run("info", without()).out();
    assertTrue(
        without.contains("nothing (default of the family; --bos puts <|endoftext|>"), without);
    assertTrue(cli.run("info", Cli.SOLU, "--json").json().get("bos_prepended").asBoolean());
  }

  @Test
  void infoTellsWhatIsParticularAndWhatIsIgnored() {
    var told =
        cli.run("info", Path.of(Cli.SOLU).resolveSibling("gpt2").toString(), "--json").json();
    assertEquals("positions learned", told.get("particular").get(0).asString());
    var ignored = told.get("ignored_entries").toString();
    assertTrue(ignored.contains("resid_pdrop") && !ignored.contains("n_embd"), ignored);
  }

  @Test
  void theBeginningCanBeSwitched() throws IOException {
    assertEquals(List.of("<|endoftext|>", "a"), tokens(Cli.SOLU, "--text", "a"));
    assertEquals(List.of("a"), tokens(Cli.SOLU, "--text", "a", "--no-bos"));
    assertEquals(List.of("a"), tokens(without(), "--text", "a"));
    assertEquals(
        List.of("<|endoftext|>", "a"),
        tokens(folder.resolve("model").toString(), "--text", "a", "--bos"));
  }

  @Test
  void specialTokensAreTextUnlessAskedFor() {
    var text = "a<|endoftext|>b";
    var recognised = tokens(Cli.SOLU, "--text", text, "--no-bos", "--special-tokens");
    assertEquals(List.of("a", "<|endoftext|>", "b"), recognised);
    var asText = tokens(Cli.SOLU, "--text", text, "--no-bos");
    assertTrue(asText.size() > 3 && !asText.contains("<|endoftext|>"), asText::toString);
    assertEquals(text, String.join("", asText));
  }

  @Test
  void bothWaysToBeginAreTooMany() {
    for (var command : List.of("heatmap", "run", "scan")) {
      var args = new ArrayList<>(List.of(command, Cli.SOLU, "--bos", "--no-bos", "-o", "x.npz"));
      args.addAll(
          switch (command) {
            case "heatmap" -> List.of("--neuron", "L1.5", "--text", "a", "-o", "x.svg");
            case "run" -> List.of("--hooks", "post", "--text", "a");
            default -> List.of("--corpus", "x.txt");
          });
      if (command.equals("heatmap")) {
        args.subList(4, 6).clear();
      }
      cli.run(args.toArray(String[]::new))
          .assertRefused(ExitCode.USAGE, "--bos and --no-bos contradict each other");
    }
  }

  @Test
  void aScanCountsTheTokensOfTheTextEitherWay() throws IOException {
    var corpus = Files.writeString(folder.resolve("a.txt"), "Some words to be scanned.\n");
    var tokens = new ArrayList<Integer>();
    for (var how : List.of("--bos", "--no-bos")) {
      var out = folder.resolve(how.substring(2) + ".scan").toString();
      var done =
          cli.run("scan", Cli.SOLU, "--corpus", corpus.toString(), how, "-o", out, "--json").json();
      tokens.add(done.get("provenance").get("tokens").asInt());
    }
    assertEquals(tokens.getFirst(), tokens.getLast());
    assertTrue(
        Files.mismatch(
                folder.resolve("bos.scan/neurons.psc"), folder.resolve("no-bos.scan/neurons.psc"))
            >= 0);
  }
}
