// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import polyseme.engine.checkpoint.TinyWeights;
import polyseme.engine.mutant.Mutator;
import polyseme.engine.mutant.Zips;
import polyseme.engine.task.OutputException;
import tools.jackson.databind.json.JsonMapper;

/// The formats that a model's folder may hold, with good files of each.
enum BadFormat {
  SAFETENSORS,
  PICKLE,
  CONFIG,
  TOKENIZER,
  TOKENIZER_CONFIG,
  SHARD_INDEX,
  VOCABULARY;

  /// Of all others no prefix may pass for the whole; a shorter list of merges is one too.
  static final String MERGES = "merges.txt";

  private static final Path RESOURCES = Path.of("src/test/resources").toAbsolutePath();
  private static final List<String> GOLDEN = List.of("solu-2l", "gelu-2l", "gpt2", "gemma2");

  /// A good file in a folder of its own.
  ///
  /// @param file the file to spoil
  /// @param way how it is opened
  record Good(Path file, Subject.Way way) {

    /// What is opened.
    Path opened() {
      return switch (way) {
        case FOLDER, CONFIG -> folder();
        case WEIGHTS, END -> file;
        case TOKENIZER -> file.endsWith(MERGES) ? folder().resolve(VocabularyAndMerges.NAME) : file;
      };
    }

    /// Where it lies.
    Path folder() {
      return file.resolveSibling(".").normalize();
    }
  }

  /// Makes good files.
  List<Good> good(Path parent) throws IOException, OutputException {
    var all = new ArrayList<Good>();
    switch (this) {
      case SAFETENSORS -> {
        all.add(copy("parity/gpt2-sharded-bf16", parent, "model-00003-of-00003.safetensors"));
        all.add(tiny(parent, "x.safetensors"));
        all.add(copy("parity/gemma2", parent, "model.safetensors"));
      }
      case PICKLE -> {
        all.add(copy("parity/gelu-2l", parent, "model_final.pth"));
        all.add(tiny(parent, "x.pth"));
        var packed = copy("parity/solu-2l", parent, "model_final.pth");
        Files.write(packed.file(), Zips.zip(Zips.entries(packed.file())));
        all.add(packed);
      }
      case CONFIG -> configs(parent, all);
      case TOKENIZER -> {
        for (var kind : List.of("gpt2", "llama2", "bloom", "gemma", "qwen", "metaspace", "phi")) {
          all.add(tokenizer(kind, parent, "tokenizer.json"));
        }
      }
      case TOKENIZER_CONFIG -> all.add(copy("parity/gelu-2l", parent, "tokenizer_config.json"));
      case SHARD_INDEX ->
          all.add(copy("parity/gpt2-sharded-bf16", parent, "model.safetensors.index.json"));
      case VOCABULARY -> {
        all.add(tokenizer("opt", parent, VocabularyAndMerges.NAME));
        all.add(tokenizer("opt", parent, MERGES));
      }
    }
    return all;
  }

  private static void configs(Path parent, List<Good> all) throws IOException {
    for (var model : GOLDEN) {
      all.add(copy("parity/" + model, parent, "config.json"));
    }
    try (var files = Files.list(RESOURCES.resolve("configs"))) {
      for (var file : files.sorted().toList()) {
        var base = new JsonMapper().readTree(read(file)).path("base");
        if (base.isObject()) {
          var folder = parent.resolve("config-" + all.size());
          copyFiles(RESOURCES.resolve("parity/gpt2"), folder);
          Files.delete(folder.resolve("model.safetensors"));
          var config = Files.writeString(folder.resolve("config.json"), base.toString());
          all.add(new Good(config, Subject.Way.CONFIG));
        }
      }
    }
  }

  private static String read(Path file) throws IOException {
    return file.toString().endsWith(".json") ? Files.readString(file) : "{}";
  }

  private static Good copy(String model, Path parent, String file) throws IOException {
    var folder = parent.resolve(model.replace('/', '-') + "-" + file);
    copyFiles(RESOURCES.resolve(model), folder);
    return new Good(folder.resolve(file), Subject.Way.FOLDER);
  }

  private static Good tokenizer(String kind, Path parent, String file) throws IOException {
    var folder = parent.resolve(kind + "-" + file);
    copyFiles(RESOURCES.resolve("tokenizers").resolve(kind), folder);
    return new Good(folder.resolve(file), Subject.Way.TOKENIZER);
  }

  private static Good tiny(Path parent, String file) throws IOException, OutputException {
    var folder = Files.createDirectories(parent.resolve("tiny-" + file));
    TinyWeights.write(folder.resolve(file));
    return new Good(folder.resolve(file), Subject.Way.WEIGHTS);
  }

  private static void copyFiles(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /// Spoils a file.
  ///
  /// @param original a good file
  /// @param seed the same gives the same mutant
  byte[] mutant(Path original, long seed) throws IOException {
    var mutator = new Mutator(seed);
    var bytes = Files.readAllBytes(original);
    return switch (this) {
      case SAFETENSORS ->
          mutator.choice(3) == 0 ? mutator.bytes(bytes) : mutator.safetensors(bytes);
      case PICKLE -> mutator.choice(3) == 0 ? mutator.bytes(bytes) : pickle(original, mutator);
      case CONFIG, TOKENIZER, TOKENIZER_CONFIG, SHARD_INDEX, VOCABULARY -> mutator.text(bytes);
    };
  }

  /// The check sums fit, else nothing would be read of what was changed.
  private static byte[] pickle(Path original, Mutator mutator) throws IOException {
    var entries = Zips.entries(original);
    entries.replaceAll((name, bytes) -> name.endsWith("data.pkl") ? mutator.bytes(bytes) : bytes);
    return Zips.zip(entries);
  }
}
