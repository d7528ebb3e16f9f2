// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import polyseme.engine.hubcache.HubCache;
import polyseme.engine.hubcache.Snapshot;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;

/// Finds configuration, tokenizer and weights in a folder.
final class ModelFolderReader {

  static final String INDEX = "model.safetensors.index.json";
  private static final String SAFETENSORS = "model.safetensors";
  private static final String TORCH = "pytorch_model.bin";

  private final Path folder;

  private ModelFolderReader(Path folder) {
    this.folder = folder;
  }

  static ModelFolder read(Path folder) throws CheckpointException {
    var found = find(folder);
    return found.folder().withDigest(found.digest());
  }

  static FoundFolder find(Path folder) throws CheckpointException {
    return new ModelFolderReader(folder).find();
  }

  /// Reads configuration and tokenizer of a folder that may have no weights yet.
  static void check(Path folder) throws CheckpointException {
    var reader = new ModelFolderReader(folder);
    var fields = ConfigFields.read(reader.present("config.json"));
    reader.config(fields, TokenizerFiles.in(TokenizerPlace.of(folder, fields)));
  }

  /// Entries of the configuration that nobody asks for, neither for the model nor for its weights.
  static List<String> ignored(Path folder) throws CheckpointException {
    var reader = new ModelFolderReader(folder);
    var fields = ConfigFields.read(reader.present("config.json"));
    reader.config(fields, TokenizerFiles.in(TokenizerPlace.of(folder, fields)));
    fields.has("model_type");
    fields.has("tie_word_embeddings"); // decides where the unembedding lies
    return fields.ignored();
  }

  private ModelConfig config(ConfigFields fields, TokenizerFiles tokenizer)
      throws CheckpointException {
    return Families.of(fields).config(fields, new BosToken(fields, tokenizer));
  }

  private FoundFolder find() throws CheckpointException {
    if (!Files.isDirectory(folder)) {
      var what = Files.exists(folder) ? "%s is not a folder." : "There is no folder %s.";
      throw new CheckpointException(
          what.formatted(folder),
          "Choose the folder that holds config.json, tokenizer.json and the weights.");
    }
    var configFile = present("config.json");
    var fields = ConfigFields.read(configFile);
    var tokenizer = TokenizerFiles.in(TokenizerPlace.of(folder, fields));
    var config = config(fields, tokenizer);
    var weights = Families.huggingFace(fields) ? huggingFaceWeights() : transformerLensWeights();
    var digest = new FolderDigest();
    digest.add("config", configFile);
    tokenizer.addTo(digest);
    for (var file : weights) {
      digest.add("weights", file);
    }
    var found = new ModelFolder(folder, name(), config, weights, tokenizer.vocabulary(), "");
    return new FoundFolder(found, digest);
  }

  private Path present(String name) throws CheckpointException {
    var file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException(
          "%s has no %s.".formatted(folder, name),
          "Choose the folder that holds config.json, tokenizer.json and the weights.");
    }
    return file;
  }

  private String name() {
    var repo = HubCache.holding(folder).map(Snapshot::repo);
    if (repo.isPresent()) {
      return repo.get().id(); // the folder's own name is a commit, which says little
    }
    var last = folder.toAbsolutePath().normalize().getFileName();
    return last == null ? "model" : Failures.shown(last.toString());
  }

  private List<Path> huggingFaceWeights() throws CheckpointException {
    if (Files.exists(folder.resolve(SAFETENSORS))) {
      return List.of(folder.resolve(SAFETENSORS));
    }
    if (Files.exists(folder.resolve(INDEX))) {
      return ShardIndex.read(folder.resolve(INDEX)).shards();
    }
    if (Files.exists(folder.resolve(TORCH))) {
      return List.of(folder.resolve(TORCH));
    }
    throw new CheckpointException(
        "%s has no weights: no %s, no %s and no %s.".formatted(folder, SAFETENSORS, INDEX, TORCH),
        "Download the weights into the folder as well.");
  }

  /// The one file named `final`, else the only one.
  private List<Path> transformerLensWeights() throws CheckpointException {
    var all = listed("*.pth");
    var last = listed("*final*.pth");
    var candidates = last.isEmpty() ? all : last;
    if (candidates.size() == 1) {
      return candidates;
    }
    if (candidates.isEmpty() && Files.exists(folder.resolve(SAFETENSORS))) {
      return List.of(folder.resolve(SAFETENSORS));
    }
    throw candidates.isEmpty()
        ? new CheckpointException(
            "%s has no weights: no .pth file and no %s.".formatted(folder, SAFETENSORS),
            "Download the weights into the folder as well.")
        : new CheckpointException(
            "%s has %d files of weights, of which any could be meant."
                .formatted(folder, candidates.size()),
            "Leave one .pth file in the folder, or call the right one model_final.pth.");
  }

  private List<Path> listed(String pattern) throws CheckpointException {
    try (var files = Files.newDirectoryStream(folder, pattern)) {
      var found = new ArrayList<Path>();
      files.forEach(found::add);
      return found.stream().sorted().toList();
    } catch (IOException e) {
      throw Failures.unreadable(folder, e);
    } catch (DirectoryIteratorException e) {
      throw Failures.unreadable(folder, new IOException("the folder cannot be listed", e));
    }
  }
}
