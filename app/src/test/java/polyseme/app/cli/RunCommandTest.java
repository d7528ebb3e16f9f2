// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.checkpoint.NpzFile;
import polyseme.engine.checkpoint.NpzWriter;
import polyseme.engine.checkpoint.SafetensorsFile;
import polyseme.engine.tensor.Activations;
import polyseme.engine.tensor.Axis;

/// Changes, patching and gradients on the command line.
final class RunCommandTest {

  private static final String POST = "blocks.0.mlp.hook_post";
  private static final String RESID = "blocks.1.hook_resid_pre";
  private static final String Z = "blocks.0.attn.hook_z";
  private static final int D_MLP = 128;

  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void begin() {
    cli = new Cli(folder);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private Cli.Outcome run(String out, String text, String... more) {
    var args = new ArrayList<>(List.of("run", Cli.SOLU, "--text", text, "-o", file(out)));
    args.addAll(List.of(more));
    return cli.run(args.toArray(String[]::new));
  }

  /// What an array holds after a run.
  private FloatBuffer array(String name, String text, String... more) throws Exception {
    var args = new ArrayList<>(List.of("--hooks", name));
    args.addAll(List.of(more));
    var done = run("x.npz", text, args.toArray(String[]::new));
    assertEquals(ExitCode.DONE, done.code(), done.err());
    return stored("x.npz", name);
  }

  private FloatBuffer stored(String file, String name) throws Exception {
    try (var npz = NpzFile.open(folder.resolve(file))) {
      return npz.read(name).values();
    }
  }

  @Test
  void positionsOfATargetAreUnderstood() throws Exception {
    for (var wish :
        List.of(
            List.of("L0.5@2", "2"),
            List.of("L0.5@1-3", "1 2 3"),
            List.of("L0.5@0,2-3", "0 2 3"),
            List.of("post0@-1", "last"),
            List.of("L0.mlp.out.hook_in.5@-2--1", "beforelast last"),
            List.of("L0.post.5", "all"))) {
      var held = array(POST, "Hello", "--set", wish.getFirst() + "=9");
      var width = held.remaining() / D_MLP;
      for (var pos = 0; pos < width; pos++) {
        var name = pos == width - 1 ? "last" : pos == width - 2 ? "beforelast" : "-";
        var places = List.of(wish.getLast().split(" ", -1));
        var meant = places.contains("all") || places.contains(name) || places.contains("" + pos);
        assertEquals(meant, held.get(pos * D_MLP + 5) == 9, wish + " " + pos);
      }
    }
  }

  @Test
  void headsAreTargets() throws Exception {
    var before = array(Z, "Hello");
    var after = array(Z, "Hello", "--zero", "L0.H1");
    var named = array(Z, "Hello", "--zero", "blocks.0.attn.hook_z.H1");
    for (var i = 0; i < before.remaining(); i++) {
      assertEquals(i / 16 % 2 == 1 ? 0 : before.get(i), after.get(i));
      assertEquals(after.get(i), named.get(i));
    }
  }

  @Test
  void aMeanIsTheMean() throws Exception {
    var before = array(POST, "Hello");
    var after = array(POST, "Hello", "--mean", "L0.5@1-3");
    var mean = (before.get(D_MLP + 5) + before.get(2 * D_MLP + 5) + before.get(3 * D_MLP + 5)) / 3;
    assertEquals(before.get(5), after.get(5));
    assertEquals(mean, after.get(2 * D_MLP + 5), 1e-6f);
  }

  @Test
  void aMeanOfAnotherRunIsTakenOverAllItsPositions() throws Exception {
    assertEquals(ExitCode.DONE, run("o.npz", "Goodbye then", "--hooks", POST).code());
    var other = stored("o.npz", POST);
    var mean = 0.0;
    var count = other.remaining() / D_MLP;
    for (var pos = 0; pos < count; pos++) {
      mean += other.get(pos * D_MLP + 5) / count;
    }
    var after = array(POST, "Hello", "--mean", "post0@1=" + file("o.npz"));
    assertEquals(mean, after.get(D_MLP + 5), 1e-6);
  }

  @Test
  void patchingPutsAnotherRunInItsPlace() throws Exception {
    for (var name : List.of("o.npz", "o.safetensors")) {
      assertEquals(ExitCode.DONE, run(name, "Hello you", "--hooks", RESID).code());
    }
    try (var tensors = SafetensorsFile.open(folder.resolve("o.safetensors"))) {
      var other = tensors.read(RESID).values();
      for (var name : List.of("o.npz", "o.safetensors")) {
        var patched = array(RESID, "Hello me", "--patch", "L1.resid_pre@2=" + file(name));
        var plain = array(RESID, "Hello me");
        for (var i = 0; i < 4 * 32; i++) {
          assertEquals(i / 32 == 2 ? other.get(i) : plain.get(i), patched.get(i));
        }
      }
    }
    run("p.npz", "A text that is longer", "--hooks", RESID, "--patch", RESID + "=" + file("o.npz"))
        .assertRefused(ExitCode.USER, "do not fit", "positions that both texts have");
    run("p.npz", "a", "--hooks", POST, "--patch", "post0=" + file("o.npz"))
        .assertRefused(ExitCode.USER, "holds no array " + POST, "It holds " + RESID);
  }

  @Test
  void vectorsAreNumbersOrFiles() throws Exception {
    var vector = new float[32];
    vector[3] = 2;
    new NpzWriter()
        .floats("steer", Activations.wrap(List.of(Axis.D_MODEL), List.of(32), vector))
        .write(folder.resolve("v.npz"));
    var before = array(RESID, "Hello");
    var added = array(RESID, "Hello", "--add", "L1.resid_pre@1=" + file("v.npz"));
    assertEquals(before.get(32 + 3) + 2, added.get(32 + 3));
    assertEquals(before.get(3), added.get(3));
    var one = array(POST, "Hello", "--add", "L0.5=0.5");
    assertEquals(array(POST, "Hello").get(5) + 0.5f, one.get(5));
    run("x.npz", "a", "--hooks", POST, "--add", "post0=1,2")
        .assertRefused(ExitCode.USER, "The direction has 2 numbers");
  }

  /// A gradient says what a small change does; sums in 32 bits, hence two decimals.
  @Test
  void gradientsAreKeptBesideWhatWasHeld() throws Exception {
    var of = "diff:7-9@-1";
    var done = run("g.npz", "Hello", "--hooks", POST, "--gradients", "post", "--of", of, "--json");
    var told = done.json();
    assertEquals(of, told.get("objective").get("of").asString());
    assertTrue(told.get("arrays").has("grad/blocks.1.mlp.hook_post"));
    var value = told.get("objective").get("value").asDouble();
    var gradient = stored("g.npz", "grad/" + POST);
    var last = gradient.remaining() - D_MLP + 5;
    var moved =
        run("h.npz", "Hello", "--gradients", "post", "--of", of, "--add", "L0.5@-1=0.01", "--json")
            .json();
    var change = moved.get("objective").get("value").asDouble() - value;
    assertEquals(gradient.get(last), change / 0.01, 0.02 * Math.abs(gradient.get(last)) + 1e-3);
    assertEquals(3, told.get("arrays").size());
  }

  @Test
  void objectivesMayNameTokensByTheirText() throws Exception {
    var text = run("a.npz", "Hi", "--gradients", "embed", "--of", "logit: a@0", "--json").json();
    var id =
        cli.run("run", Cli.SOLU, "--text", " a", "--hooks", "embed", "-o", file("b.npz"), "--json");
    var token = id.json().get("tokens").get(1).asInt();
    var number =
        run("a.npz", "Hi", "--gradients", "embed", "--of", "logit:" + token + "@0", "--json")
            .json();
    assertEquals(
        text.get("objective").get("value").asDouble(),
        number.get("objective").get("value").asDouble());
    var loss = run("a.safetensors", "Hi", "--gradients", "all", "--of", "loss");
    assertTrue(loss.out().contains("loss "), loss.out());
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    run("a.npz", "a").assertRefused(ExitCode.USAGE, "--hooks", "--gradients");
    run("a.npz", "a", "--gradients", "post").assertRefused(ExitCode.USAGE, "--of");
    run("a.npz", "a", "--gradients", "post", "--of", "x").assertRefused(ExitCode.USAGE, "logit:");
    run("a.npz", "a", "--gradients", "post", "--of", "logit:not one token")
        .assertRefused(ExitCode.USER, "not one token");
    run("a.npz", "a", "--gradients", "post", "--of", "diff:not-one token")
        .assertRefused(ExitCode.USER, "difference of two tokens");
    run("a.npz", "a", "--gradients", "tokens", "--of", "loss")
        .assertRefused(ExitCode.USER, "hook_tokens");
    run("a.npz", "a", "--hooks", "post", "--zero", "L0.5@9").assertRefused(ExitCode.USER, "9");
    run("a.npz", "a", "--hooks", "post", "--zero", "L0.5@b").assertRefused(ExitCode.USER, "@3-7");
    run("a.npz", "a", "--hooks", "post", "--zero", "L0.5@1-0")
        .assertRefused(ExitCode.USER, "ends before it begins");
    run("a.npz", "a", "--hooks", "post", "--zero", "L0.5=1")
        .assertRefused(ExitCode.USAGE, "no value");
    run("a.npz", "a", "--hooks", "post", "--patch", "L0.5").assertRefused(ExitCode.USAGE, "a file");
    run("a.npz", "a", "--hooks", "post", "--add", "L0.5=")
        .assertRefused(ExitCode.USAGE, "a vector");
    run("a.npz", "a", "--hooks", "post", "--add", "L0.5=no.npz")
        .assertRefused(ExitCode.USER, "There is no file no.npz.");
    run("a.npz", "a", "--hooks", "post", "--mean", "pattern0=" + Cli.SOLU)
        .assertRefused(ExitCode.USER, "no file of arrays");
    run("a.npz", "a", "--hooks", "post", "--zero", "pots")
        .assertRefused(ExitCode.USER, "pots", "The nearest is post");
    assertFalse(Files.exists(folder.resolve("a.npz")));
  }
}
