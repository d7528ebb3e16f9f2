// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import polyseme.engine.task.CheckpointException;

/// The files of a model's tokenizer: `tokenizer.json`, or, as models of 2019 have them,
/// `vocab.json` and `merges.txt`; and beside either what says which tokens are special.
///
/// @param vocabulary `tokenizer.json` or `vocab.json`
/// @param settings files that name special tokens, the first one counts; each may be missing
record TokenizerFiles(Path vocabulary, List<Path> settings) {

  static final String WHOLE = "tokenizer.json";
  static final String PAIR = "vocab.json";
  static final String MERGES = "merges.txt";
  private static final String SETTINGS = "tokenizer_config.json";
  private static final String SPECIAL = "special_tokens_map.json";
  private static final String ADDED = "added_tokens.json";

  TokenizerFiles {
    settings = List.copyOf(settings);
  }

  /// Finds them.
  ///
  /// @param folder the model's folder
  /// @return its tokenizer's files
  /// @throws CheckpointException if neither kind is there
  static TokenizerFiles in(Path folder) throws CheckpointException {
    var settings = folder.resolve(SETTINGS);
    if (!Files.isRegularFile(folder.resolve(WHOLE))
        && Files.isRegularFile(folder.resolve(PAIR))
        && Files.isRegularFile(folder.resolve(MERGES))) {
      return new TokenizerFiles(folder.resolve(PAIR), List.of(settings, folder.resolve(SPECIAL)));
    }
    if (!Files.isRegularFile(folder.resolve(WHOLE))) {
      throw new CheckpointException(
          "%s has no %s, nor %s with %s.".formatted(folder, WHOLE, PAIR, MERGES),
          "Choose the folder that holds config.json, tokenizer.json and the weights.");
    }
    return new TokenizerFiles(folder.resolve(WHOLE), List.of(settings));
  }

  /// Whether the tokenizer is made of a vocabulary and a list of merges.
  boolean pair() {
    return vocabulary.endsWith(PAIR);
  }

  /// Adds to a digest what decides how texts are split and begun.
  ///
  /// @param digest of the folder
  /// @throws CheckpointException if a file cannot be read
  void addTo(FolderDigest digest) throws CheckpointException {
    digest.add("tokenizer", vocabulary);
    if (pair()) {
      digest.add("merges", vocabulary.resolveSibling(MERGES));
    }
    var parts = List.of("tokenizer settings", "special tokens", "added tokens");
    var present = new ArrayList<>(settings);
    if (pair()) {
      present.add(vocabulary.resolveSibling(ADDED));
    }
    for (var i = 0; i < present.size(); i++) {
      if (Files.exists(present.get(i))) {
        digest.add(parts.get(i), present.get(i));
      }
    }
  }
}
