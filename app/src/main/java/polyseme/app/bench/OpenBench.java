// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import polyseme.engine.Models;
import polyseme.engine.checkpoint.SafetensorsWriter;
import polyseme.engine.task.AtomicFile;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// How long it takes to open a model of 400 MB in Llama's layout once its files are in the
/// machine's memory; median of five.
public record OpenBench() implements Bench {

  private static final int LAYERS = 8;
  private static final int WIDTH = 1024;
  private static final int NEURONS = 2720;
  private static final int VOCABULARY = 512;
  private static final int RUNS = 5;

  @Override
  public String id() {
    return "open-400mb-safetensors";
  }

  @Override
  public String unit() {
    return "s";
  }

  @Override
  public double bar() {
    return 1.5;
  }

  @Override
  public double measure(Progress progress) throws PolysemeException {
    var folder = temporary();
    try {
      write(folder);
      return Timing.medianSeconds(1, RUNS, () -> Models.open(folder, Progress.NONE).close());
    } finally {
      delete(folder);
    }
  }

  private static void write(Path folder) throws OutputException {
    text(
        folder.resolve("config.json"),
        """
        {"model_type": "llama", "hidden_size": %d, "num_hidden_layers": %d,
         "num_attention_heads": 16, "num_key_value_heads": 16, "intermediate_size": %d,
         "vocab_size": %d, "max_position_embeddings": 128, "rms_norm_eps": 1e-6}
        """
            .formatted(WIDTH, LAYERS, NEURONS, VOCABULARY));
    text(folder.resolve("tokenizer.json"), tokenizer());
    var writer = new SafetensorsWriter();
    tensor(writer, "model.embed_tokens.weight", VOCABULARY, WIDTH);
    for (var layer = 0; layer < LAYERS; layer++) {
      var block = "model.layers." + layer + ".";
      for (var name : List.of("q", "k", "v", "o")) {
        tensor(writer, block + "self_attn." + name + "_proj.weight", WIDTH, WIDTH);
      }
      tensor(writer, block + "mlp.gate_proj.weight", NEURONS, WIDTH);
      tensor(writer, block + "mlp.up_proj.weight", NEURONS, WIDTH);
      tensor(writer, block + "mlp.down_proj.weight", WIDTH, NEURONS);
      tensor(writer, block + "input_layernorm.weight", WIDTH);
      tensor(writer, block + "post_attention_layernorm.weight", WIDTH);
    }
    tensor(writer, "model.norm.weight", WIDTH);
    tensor(writer, "lm_head.weight", VOCABULARY, WIDTH);
    writer.write(folder.resolve("model.safetensors"));
  }

  private static void text(Path file, String content) throws OutputException {
    AtomicFile.write(file, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
  }

  private static void tensor(SafetensorsWriter writer, String name, Integer... shape) {
    var lengths = List.of(shape);
    var count = lengths.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
    Supplier<FloatBuffer> values =
        () -> {
          var random = new SplittableRandom(name.hashCode());
          var buffer =
              ByteBuffer.allocateDirect(count * Float.BYTES)
                  .order(ByteOrder.nativeOrder())
                  .asFloatBuffer();
          for (var i = 0; i < count; i++) {
            buffer.put(i, (float) random.nextDouble() - 0.5f);
          }
          return buffer;
        };
    writer.tensor(name, lengths, values);
  }

  /// A token a byte, in the spelling of byte-level vocabularies for the printable ones.
  private static String tokenizer() {
    var pieces = new StringBuilder();
    for (var c = '!'; c <= '~'; c++) {
      var piece = c == '"' || c == '\\' ? "\\" + c : String.valueOf(c);
      pieces.append(pieces.isEmpty() ? "" : ", ").append("\"%s\": %d".formatted(piece, c - '!'));
    }
    return """
    {"version": "1.0", "added_tokens": [{"id": 300, "content": "<|endoftext|>",
      "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
      "special": true}],
     "normalizer": null,
     "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true,
       "use_regex": true},
     "post_processor": null, "decoder": {"type": "ByteLevel"},
     "model": {"type": "BPE", "vocab": {%s, "<|endoftext|>": 300}, "merges": []}}
    """
        .formatted(pieces);
  }

  private static Path temporary() throws OutputException {
    try {
      return Files.createTempDirectory("polyseme-bench");
    } catch (IOException e) {
      throw new OutputException(
          "There is no place for temporary files: %s.".formatted(e.getMessage()),
          "Make room in the temporary folder.");
    }
  }

  private static void delete(Path folder) throws OutputException {
    try {
      for (var name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new OutputException(
          "%s cannot be deleted: %s.".formatted(folder, e.getMessage()), "Delete it by hand.");
    }
  }
}
