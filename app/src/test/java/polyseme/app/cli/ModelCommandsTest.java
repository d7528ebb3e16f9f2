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
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class ModelCommandsTest {

  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void begin() {
    cli = new Cli(folder);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void infoTellsFamilySizesAndFiles() {
    var told = cli.run("info", Cli.SOLU);
    assertEquals(ExitCode.DONE, told.code());
    for (var part :
        new String[] {"TransformerLens", "solu_ln", "256 (2 × 128)", "model_final.pth"}) {
      assertTrue(told.out().contains(part), told.out());
    }
  }

  @Test
  void infoAsJsonHasTheSameNumbers() {
    var told = cli.run("info", Cli.SOLU, "--json").json();
    assertEquals(256, told.get("neurons").asInt());
    assertEquals(62_580, told.get("parameters").asInt());
    assertEquals(64, told.get("sha256").asString().length());
    assertEquals(3, told.get("files").size());
  }

  @Test
  void heatmapWithoutColoursListsTokensAndNumbers() {
    var shown = cli.run("heatmap", Cli.SOLU, "--neuron", "L1.50", "--text", "Hello there");
    assertEquals(ExitCode.DONE, shown.code());
    assertTrue(shown.out().contains("blocks.1.mlp.hook_post"), shown.out());
    assertTrue(shown.out().contains("“ the”"), shown.out());
    assertFalse(shown.out().contains("\u001b"));
  }

  @Test
  void heatmapInATerminalIsColoured() {
    var shown = cli.runInColor("heatmap", Cli.SOLU, "--neuron", "L1.50", "--text", "Hello there");
    assertTrue(shown.out().contains("\u001b[48;2;"));
  }

  @Test
  void heatmapReadsTheHookItIsAskedFor() {
    var post = activations("--neuron", "L1.50");
    var mid = activations("--neuron", "L1.50", "--hook", "mid");
    assertEquals(post.size(), mid.size());
    assertFalse(post.equals(mid));
    assertEquals(mid, activations("--neuron", "L1.mid.50"));
  }

  private JsonNode activations(String... which) {
    var args = new ArrayList<>(List.of("heatmap", Cli.SOLU, "--text", "Hi you", "--json"));
    args.addAll(List.of(which));
    return cli.run(args.toArray(String[]::new)).json().get("tokens");
  }

  @Test
  void heatmapWritesWhatTheEndingSays() throws IOException {
    Files.writeString(folder.resolve("letter.txt"), "Dear <b>you</b>\n");
    for (var name : new String[] {"a.html", "a.svg", "a.json"}) {
      var done =
          cli.run(
              "heatmap",
              Cli.SOLU,
              "--neuron",
              "L0.3",
              "--file",
              file("letter.txt"),
              "-o",
              file(name));
      assertEquals(ExitCode.DONE, done.code(), done.err());
      assertEquals("Wrote " + file(name) + "\n", done.out());
    }
    assertTrue(Files.readString(folder.resolve("a.html")).startsWith("<!DOCTYPE html>"));
    assertTrue(Files.readString(folder.resolve("a.svg")).contains("<svg"));
    assertTrue(Files.readString(folder.resolve("a.json")).contains("blocks.0.mlp.hook_post"));
  }

  @Test
  void runKeepsWhatTheHooksHeld() throws IOException {
    var done =
        cli.run(
            "run",
            Cli.SOLU,
            "--text",
            "Hello",
            "--hooks",
            "post,L1.resid_post",
            "--logits",
            "-o",
            file("a.npz"),
            "--json");
    var arrays = done.json().get("arrays");
    assertEquals(4, arrays.size());
    try (var zip = new ZipFile(file("a.npz"))) {
      assertEquals(6, zip.size());
      assertTrue(zip.getEntry("processing.npy") != null);
      assertTrue(zip.getEntry("blocks.1.hook_resid_post.npy") != null);
      assertTrue(zip.getEntry("logits.npy") != null);
    }
  }

  @Test
  void changesHappenInTheOrderTyped() throws IOException {
    var first = new String[] {"--set", "L1.2=3", "--scale", "L1.2=2"};
    assertEquals(6, changed(first));
    var second = new String[] {"--scale", "L1.2=2", "--set", "L1.2=3"};
    assertEquals(3, changed(second));
    var third = new String[] {"--set", "L1.2=3", "--zero", "L1.2"};
    assertEquals(0, changed(third));
  }

  private float changed(String... changes) throws IOException {
    var args = new ArrayList<>(List.of("run", Cli.SOLU, "--text", "Hi"));
    args.addAll(List.of("--hooks", "post1", "-o", file("b.safetensors")));
    args.addAll(List.of(changes));
    var done = cli.run(args.toArray(String[]::new));
    assertEquals(ExitCode.DONE, done.code(), done.err());
    var bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("b.safetensors")));
    var start = 8 + (int) bytes.order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    var header = new String(bytes.array(), 8, start - 8, StandardCharsets.UTF_8);
    assertTrue(header.contains("model_sha256"), header);
    return bytes.getFloat(start + 2 * Float.BYTES);
  }

  @Test
  void benchPrintsMachineAndResults() {
    var told = cli.run("bench", "engine", "--json").json();
    assertTrue(told.get("machine").get("processors").asInt() > 0);
    var result = told.get("results").get(0);
    assertEquals("sleep", result.get("id").asString());
    assertEquals(12.5, result.get("value").asDouble());
    assertTrue(result.get("holds").asBoolean());
  }
}
