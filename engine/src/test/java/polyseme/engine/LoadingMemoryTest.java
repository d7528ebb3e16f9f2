// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.checkpoint.MemoryNeed;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.checkpoint.SafetensorsWriter;
import polyseme.engine.model.Processing;
import polyseme.engine.task.Progress;

/// Weights are never in memory twice: the most a process takes while it loads is what was
/// predicted, measured where Linux keeps that figure. In a process of its own, because memory that
/// others left behind would be taken over unseen, and with a heap that is all there from the
/// beginning.
final class LoadingMemoryTest {

  private static final Path GPT2 = Path.of("src/test/resources/parity/gpt2");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path RESET = Path.of("/proc/self/clear_refs");

  /// Code and what the C library keeps; half of the weights, so that twice does not fit.
  private static final long SLACK = 70_000_000;

  @Test
  void theMostMemoryTakenIsWhatWasPredicted(@TempDir Path temp) throws Exception {
    assumeTrue(Files.isWritable(RESET), "the system keeps no highest size");
    write(temp);
    var figure = temp.resolve("grown.txt");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xms256m",
            "-Xmx256m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            LoadingMemoryTest.class.getName(),
            temp.toString(),
            figure.toString());
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    var grown = Long.parseLong(Files.readString(figure));
    var need = need(ModelFolder.read(temp));
    Files.writeString(
        Files.createDirectories(Path.of("target", "parity")).resolve("memory.txt"),
        "%,d bytes more, %,d predicted%n".formatted(grown, need.bytes()));
    assertTrue(need.weights() >= 2 * SLACK);
    assertTrue(grown > need.weights(), () -> "not measured: " + grown);
    assertTrue(grown < need.bytes() + SLACK, () -> "%,d for %,d".formatted(grown, need.bytes()));
  }

  /// Opens a model and writes down how much memory that took at most.
  ///
  /// @param args the model's folder and the file to write
  public static void main(String[] args) throws Exception {
    var options = OpenOptions.defaults().withProcessing(Processing.DEFAULT);
    Models.open(GPT2, options, Progress.NONE).close(); // loads libraries
    Files.writeString(RESET, "5");
    var before = kilobytes("VmRSS") * 1024;
    Models.open(Path.of(args[0]), options, Progress.NONE).close();
    var grown = kilobytes("VmHWM") * 1024 - before;
    Files.writeString(Path.of(args[1]), Long.toString(grown));
  }

  private static MemoryNeed need(ModelFolder folder) throws Exception {
    try (var weights = ModelWeights.open(folder)) {
      return MemoryNeed.of(folder.config(), weights);
    }
  }

  private static long kilobytes(String field) throws IOException {
    var match = Pattern.compile(field + ":\\s+(\\d+) kB").matcher(Files.readString(STATUS));
    assertTrue(match.find());
    return Long.parseLong(match.group(1));
  }

  // A Llama of 8 blocks, 150 MB; linear layers of all kinds have to be turned.
  private static void write(Path folder) throws Exception {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"model_type": "llama", "hidden_size": 512, "num_hidden_layers": 8,
         "num_attention_heads": 8, "num_key_value_heads": 8, "intermediate_size": 2048,
         "vocab_size": 4000, "max_position_embeddings": 128, "rms_norm_eps": 1e-6}
        """);
    Files.copy(GPT2.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
    var writer = new SafetensorsWriter();
    tensor(writer, "model.embed_tokens.weight", 4000, 512);
    for (var layer = 0; layer < 8; layer++) {
      var block = "model.layers." + layer + ".";
      for (var name : List.of("q", "k", "v", "o")) {
        tensor(writer, block + "self_attn." + name + "_proj.weight", 512, 512);
      }
      tensor(writer, block + "mlp.gate_proj.weight", 2048, 512);
      tensor(writer, block + "mlp.up_proj.weight", 2048, 512);
      tensor(writer, block + "mlp.down_proj.weight", 512, 2048);
      tensor(writer, block + "input_layernorm.weight", 512);
      tensor(writer, block + "post_attention_layernorm.weight", 512);
    }
    tensor(writer, "model.norm.weight", 512);
    tensor(writer, "lm_head.weight", 4000, 512);
    writer.write(folder.resolve("model.safetensors"));
  }

  private static void tensor(SafetensorsWriter writer, String name, Integer... shape) {
    var count = List.of(shape).stream().reduce(1, (a, b) -> a * b);
    writer.tensor(name, List.of(shape), () -> FloatBuffer.allocate(count));
  }
}
