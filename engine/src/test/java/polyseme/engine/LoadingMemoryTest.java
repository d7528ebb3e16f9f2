// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
/// predicted, measured where Linux keeps that figure.
final class LoadingMemoryTest {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path RESET = Path.of("/proc/self/clear_refs");

  /// Heap, code and what the C library keeps; half of the weights, so that twice does not fit.
  private static final long SLACK = 70_000_000;

  @Test
  void theMostMemoryTakenIsWhatWasPredicted(@TempDir Path temp) throws Exception {
    assumeTrue(Files.isWritable(RESET), "the system keeps no highest size");
    write(temp);
    try (var once = Models.open(temp, Progress.NONE)) {
      assertTrue(once.hooks().size() > 10); // libraries are loaded now, code is compiled
    }
    for (var processing : List.of(Processing.NONE, Processing.DEFAULT)) {
      System.gc();
      Files.writeString(RESET, "5");
      var before = kilobytes("VmRSS") * 1024;
      var options = OpenOptions.defaults().withProcessing(processing);
      try (var model = Models.open(temp, options, Progress.NONE)) {
        var grown = kilobytes("VmHWM") * 1024 - before;
        var need = need(model.folder());
        assertTrue(need.weights() > 2 * SLACK);
        assertTrue(
            grown < need.bytes() + SLACK,
            () -> "%s: %,d for %,d".formatted(processing, grown, need.bytes()));
      }
    }
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
    var llama = Path.of("src/test/resources/parity/gpt2/tokenizer.json");
    Files.copy(llama, folder.resolve("tokenizer.json"));
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
    writer.tensor(
        name,
        List.of(shape),
        () -> ByteBuffer.allocateDirect(count * 4).order(ByteOrder.nativeOrder()).asFloatBuffer());
  }
}
