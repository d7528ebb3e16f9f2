// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.analysis.smile.SmileKMeans;
import polyseme.analysis.smile.SmilePca;
import polyseme.analysis.step.DefaultWorkbench;
import polyseme.app.fake.FakeWindow;
import polyseme.app.open.OpenViewModel;
import polyseme.engine.OpenOptions;
import polyseme.engine.model.Processing;
import polyseme.engine.task.Progress;

/// Weights are processed as asked, every result says how, and a scan keeps to it.
final class ProcessingCommandsTest {

  private static final String GEMMA = Cli.PARITY.resolve("gemma2").toString();

  @TempDir private Path folder;
  private Cli cli = new Cli(Path.of(""));

  @BeforeEach
  void begin() {
    cli = new Cli(folder);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private Cli.Outcome run(String processing, String out) {
    return cli.run(
        "run",
        Cli.SOLU,
        "--text",
        "Hello",
        "--hooks",
        "L1.resid_post",
        "--processing",
        processing,
        "-o",
        path(out));
  }

  @Test
  void aRunSaysHowWeightsWereProcessed() throws IOException {
    var plain = run("none", "a.safetensors");
    assertTrue(plain.out().contains("\nWeight processing: none.\n"), plain.out());
    var processed = run("default", "b.safetensors");
    assertTrue(processed.out().contains("\nWeight processing: default.\n"), processed.out());
    assertTrue(header("a.safetensors").contains("\"processing\":\"none\""));
    assertTrue(header("b.safetensors").contains("\"processing\":\"default\""));
    assertNotEquals(0, mean("a.safetensors"), 1e-3);
    assertEquals(0, mean("b.safetensors"), 1e-5); // what is written has the mean 0
  }

  private String header(String name) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name)));
    var length = (int) bytes.order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    return new String(bytes.array(), 8, length, StandardCharsets.UTF_8);
  }

  // of the residual stream at the first token
  private double mean(String name) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name)));
    var start = 8 + (int) bytes.order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    var values = bytes.position(start).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    var sum = 0.0;
    for (var i = 0; i < 32; i++) {
      sum += values.get(i);
    }
    return sum / 32;
  }

  @Test
  void whatChangesNothingIsSaid() {
    var text = "center_unembed changes nothing: the logits are capped";
    var args = new String[] {"run", GEMMA, "--text", "a", "--hooks", "post", "-o", path("c.npz")};
    assertTrue(cli.run(with(args, "--processing", "default")).out().contains(text));
    var told = cli.run(with(args, "--processing", "default", "--json")).json();
    assertEquals("default", told.get("processing").asString());
    assertEquals(3, told.get("processing_not_applied").size()); // no biases, and no LayerNorm
    var info = cli.run("info", GEMMA, "--processing", "default");
    assertTrue(info.out().contains(text), info.out());
  }

  private static String[] with(String[] args, String... more) {
    var all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }

  @Test
  void anUnknownProcessingIsRefused() {
    run("folded", "d.npz").assertRefused(ExitCode.USER, "“folded”", "center_writing_weights");
  }

  @Test
  void infoPredictsMemory() {
    // 62,580 numbers, and the largest tensor once more
    var told = cli.run("info", Cli.SOLU, "--json").json();
    assertEquals(4 * (62_580 + 16_000), told.get("memory_bytes").asInt());
    assertTrue(cli.run("info", Cli.SOLU).out().contains("0.3 MB"));
    var gpt2 = Cli.PARITY.resolve("gpt2").toString();
    var tied = cli.run("info", gpt2, "--json").json().get("memory_bytes").asInt();
    var untied = cli.run("info", gpt2, "--json", "--processing", "center_unembed").json();
    assertTrue(untied.get("memory_bytes").asInt() > tied);
  }

  @Test
  void aHeatMapSaysItInEveryForm() throws IOException {
    for (var name : new String[] {"a.html", "a.svg", "a.json"}) {
      var done =
          cli.run(
              "heatmap",
              Cli.SOLU,
              "--neuron",
              "L1.5",
              "--text",
              "Hi",
              "--processing",
              "fold_ln",
              "-o",
              path(name));
      assertEquals(ExitCode.DONE, done.code(), done.err());
    }
    var page = Files.readString(folder.resolve("a.html"));
    assertTrue(page.contains("Weight processing: fold_ln."), page);
    assertTrue(Files.readString(folder.resolve("a.svg")).contains("(processing: fold_ln)"));
    assertTrue(Files.readString(folder.resolve("a.json")).contains("\"processing\" : \"fold_ln\""));
    var shown = cli.run("heatmap", Cli.SOLU, "--neuron", "L1.5", "--text", "Hi");
    assertTrue(!shown.out().contains("processing"), shown.out());
  }

  @Test
  void aScanKeepsToItsProcessing() throws Exception {
    Files.writeString(folder.resolve("tale.txt"), "Once upon a time the river sang.".repeat(20));
    for (var how : new String[] {"none", "default"}) {
      var done =
          cli.run(
              "scan", Cli.SOLU, "--corpus", path("tale.txt"), "--processing", how, "-o", path(how));
      assertTrue(done.out().startsWith("Weight processing: %s.\n".formatted(how)), done.out());
      var kept = Files.readString(folder.resolve(how).resolve("scan.json"));
      assertTrue(kept.contains("\"processing\" : \"%s\"".formatted(how)), kept);
    }
    var neuron = cli.run("neuron", path("default"), "L1.5");
    assertTrue(neuron.out().startsWith("L1.5 of solu-2l (processing: default) on"), neuron.out());
    var points = new String[] {"map", "--points", "w-out", "--json"};
    assertNotEquals(
        cli.run(with(points, path("none"))).json().get("neurons"),
        cli.run(with(points, path("default"))).json().get("neurons"));
    reopened();
  }

  private void reopened() throws Exception {
    var workbench =
        new DefaultWorkbench(new SmilePca(), new SmileKMeans(), folder.resolve("cache"), "P");
    try (var window = new FakeWindow()) {
      var opening = new OpenViewModel(workbench, window.workspace, window.jobs);
      opening.openScan(folder.resolve("default"));
      window.settle();
      var model = window.workspace.modelProperty().get();
      assertNotNull(model);
      assertEquals(Processing.DEFAULT, model.processing().asked());
      assertNotNull(window.workspace.scanProperty().get());
      var other = workbench.openModel(Path.of(Cli.SOLU), OpenOptions.defaults(), Progress.NONE);
      window.workspace.open(other); // its numbers are others than the scan's
      assertNull(window.workspace.scanProperty().get());
    }
  }
}
