// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.file.Path;
import java.util.List;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;

/// A model folder as it lies on disk: configuration read, weights found but not loaded. Needs no
/// native engine.
///
/// @param path the folder
/// @param name what to call the model: the folder's name, or the repository's in the Hugging Face
///   cache
/// @param config what `config.json` says
/// @param weightFiles the files that hold weights, in order
/// @param tokenizerFile `tokenizer.json`; `vocab.json` where the tokenizer is that and `merges.txt`
/// @param digest SHA-256 over the content of configuration, tokenizer and weight files, in hex; the
///   same wherever the folder lies and whatever it is called
public record ModelFolder(
    Path path,
    String name,
    ModelConfig config,
    List<Path> weightFiles,
    Path tokenizerFile,
    String digest) {

  /// Keeps the list unchangeable.
  public ModelFolder {
    weightFiles = List.copyOf(weightFiles);
  }

  /// The same with its digest.
  ///
  /// @param known SHA-256, in hex
  /// @return a new value
  public ModelFolder withDigest(String known) {
    return new ModelFolder(path, name, config, weightFiles, tokenizerFile, known);
  }

  /// Entries of `config.json` that decide nothing here, as in the reference: about training,
  /// generation or other programs.
  ///
  /// @return their names, sorted
  /// @throws CheckpointException if the folder cannot be read any more
  public List<String> ignoredEntries() throws CheckpointException {
    return ModelFolderReader.ignored(path);
  }

  /// Reads a folder.
  ///
  /// @param folder the folder
  /// @return what lies in it
  /// @throws CheckpointException if it is no model folder or one that is not supported, with the
  ///   reason
  public static ModelFolder read(Path folder) throws CheckpointException {
    return ModelFolderReader.read(folder);
  }

  /// Reads configuration and tokenizer of a folder whose weights have not arrived yet.
  ///
  /// @param folder the folder
  /// @throws CheckpointException if its model could not be opened, with the reason
  public static void check(Path folder) throws CheckpointException {
    ModelFolderReader.check(folder);
  }
}
