// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models by name, on a machine that is offline but has one in its Hugging Face cache.
final class NamesTest {

  private static final String ID = "NeelNanda/SoLU_2L512W_C4_Code";
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path folder;
  private Cli cli;
  private Path repo;

  @BeforeEach
  void fillTheCache() throws IOException {
    cli = new Cli(folder);
    repo = folder.resolve(".cache/huggingface/hub/models--NeelNanda--SoLU_2L512W_C4_Code");
    var snapshot = Files.createDirectories(repo.resolve("snapshots").resolve(COMMIT));
    Files.createDirectories(repo.resolve("blobs"));
    Files.createDirectories(repo.resolve("refs"));
    Files.writeString(repo.resolve("refs/main"), COMMIT);
    for (var name : "config.json tokenizer.json model_final.pth".split(" ", -1)) {
      Files.copy(Path.of(Cli.SOLU).resolve(name), repo.resolve("blobs").resolve("b" + name));
      Files.createSymbolicLink(snapshot.resolve(name), Path.of("../../blobs/b" + name));
    }
  }

  @Test
  void aNameFromTheCacheStandsForItsFolder() {
    var byName = cli.run("info", "solu-2l", "--json").json();
    assertEquals(ID, byName.get("model").asString());
    assertEquals(
        cli.run("info", Cli.SOLU, "--json").json().get("parameters"), byName.get("parameters"));
  }

  @Test
  void everyCommandThatTakesAModelTakesItsName() throws IOException {
    var corpus = Files.writeString(folder.resolve("a.txt"), "Hello").toString();
    var run = "run solu-2l --text Hi --hooks post -o".split(" ", -1);
    var args = new String[run.length + 1];
    System.arraycopy(run, 0, args, 0, run.length);
    args[run.length] = folder.resolve("a.npz").toString();
    assertEquals(ExitCode.DONE, cli.run(args).code());
    var heat = cli.run("heatmap", ID, "--neuron", "L1.50", "--text", "Hi", "--json").json();
    assertEquals(ID, heat.get("model").asString());
    cli.run("scan", "pythia", "--corpus", corpus, "-o", folder.resolve("s").toString())
        .assertRefused(ExitCode.USER, "EleutherAI/pythia-70m", "HF_HUB_OFFLINE");
  }

  @Test
  void whatIsNoNameIsRefused() {
    cli.run("info", "solu2l").assertRefused(ExitCode.USER, "“solu2l”", "solu-2l", "owner/name");
    cli.run("info", "mixtral").assertRefused(ExitCode.USER, "mixture of experts");
  }

  @Test
  void modelsListsNamesAndWhatIsHere() {
    var all = cli.run("models").out();
    assertTrue(all.startsWith("solu\n  NeelNanda/SoLU_1L512W_C4_Code"), all);
    assertTrue(all.contains("solu-2l, solu-2l-new, solu-2l-c4-code  [here, 0.3 MB]"), all);
    assertTrue(all.contains("[cannot be opened: it is a mixture of experts"), all);
    assertEquals(247, all.lines().filter(line -> line.startsWith("  ")).count());
    var gemma = cli.run("models", "--family", "gemma").out();
    assertEquals(24, gemma.lines().filter(line -> line.startsWith("  ")).count());
    cli.run("models", "--family", "moon").assertRefused(ExitCode.USAGE, "moon", "pythia");
  }

  @Test
  void modelsCachedShowsAlsoWhatHasNoNameHere() throws IOException {
    Files.createDirectories(repo.resolveSibling("models--me--mine/blobs"));
    Files.writeString(repo.resolveSibling("models--me--mine/blobs/x"), "12345");
    var models = cli.run("models", "--cached", "--json").json().get("models");
    assertEquals(2, models.size());
    assertEquals("complete", models.get(0).get("cached").asString());
    assertTrue(models.get(0).get("supported").asBoolean());
    assertEquals("me/mine", models.get(1).get("name").asString());
    assertEquals("incomplete", models.get(1).get("cached").asString());
    assertEquals(5, models.get(1).get("bytes").asLong());
    var text = cli.run("models", "--cached").out();
    assertTrue(text.contains("\nother\n  me/mine "), text);
    assertTrue(text.endsWith(" [not a whole model, 5 bytes]\n"), text);
    assertEquals(
        "None of them is in %s.\n".formatted(repo.getParent()),
        cli.run("models", "--cached", "--family", "opt").out());
  }

  @Test
  void cacheShowsAndClearsOnlyWhatIsItsOwn() throws IOException {
    var demo = Files.createDirectories(folder.resolve("cache/demo-12/model"));
    Files.writeString(demo.resolve("a"), "123");
    var other = Files.createDirectories(folder.resolve("cache/others"));
    Files.createDirectories(folder.resolve("engine/pytorch"));
    var shown = cli.run("cache").out();
    assertTrue(shown.contains("demo     3 bytes in 1 file: the demo"), shown);
    assertEquals("Nothing was cleared.\n", cli.runAnswering("n", "cache", "--clear").out());
    assertEquals("Nothing was cleared.\n", cli.run("cache", "--clear").out());
    assertTrue(Files.exists(demo));
    var cleared = cli.runAnswering("y", "cache", "--clear");
    assertTrue(cleared.err().contains("demo-12"), cleared.err());
    assertTrue(cleared.out().startsWith("Cleared 3 bytes. Models in "), cleared.out());
    assertFalse(Files.exists(folder.resolve("cache/demo-12")));
    assertTrue(Files.exists(other));
    assertTrue(Files.exists(folder.resolve("engine/pytorch")));
    assertTrue(Files.exists(repo.resolve("refs/main")));
    assertEquals("There was nothing to clear.\n", cli.run("cache", "--clear", "--yes").out());
  }

  @Test
  void theSharedEngineIsClearedOnlyByItsName() throws IOException {
    var engine = Files.createDirectories(folder.resolve("engine/pytorch/1"));
    Files.writeString(engine.resolve("lib"), "1234");
    assertEquals(ExitCode.USAGE, cli.run("cache", "--clear", "engine", "--json").code());
    assertTrue(Files.exists(engine));
    var cleared = cli.run("cache", "--clear", "engine", "--yes", "--json").json();
    assertEquals(4, cleared.get("bytes").asLong());
    assertFalse(Files.exists(folder.resolve("engine/pytorch")));
    cli.run("cache", "--clear", "moon").assertRefused(ExitCode.USAGE, "demo", "engine", "moon");
  }
}
