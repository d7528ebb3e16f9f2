// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import polyseme.engine.hubcache.HubCache;
import polyseme.engine.hubcache.RepoId;
import polyseme.engine.hubcache.Snapshot;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Which of a repository's files make up a model. The same rules choose what is fetched and tell
/// whether a snapshot is complete.
final class NeededFiles {

  static final String CONFIG = "config.json";
  static final String INDEX = "model.safetensors.index.json";
  private static final String TOKENIZER = "tokenizer.json";
  private static final String SETTINGS = "tokenizer_config.json";
  private static final String WEIGHTS = "model.safetensors";
  private static final String TORCH = "pytorch_model.bin";
  private static final String SHARD = "[A-Za-z0-9][A-Za-z0-9._-]{0,200}\\.safetensors";

  /// A tokenizer from the time before `tokenizer.json`.
  private static final List<String> PAIR = List.of("vocab.json", "merges.txt");

  private static final List<String> BESIDE_PAIR =
      List.of("added_tokens.json", "special_tokens_map.json");

  private NeededFiles() {}

  /// The files of a tokenizer.
  ///
  /// @param names the files there are
  /// @return those to have; empty if there is no tokenizer among them
  static List<String> tokenizer(Collection<String> names) {
    var needed = new ArrayList<String>();
    if (names.contains(TOKENIZER)) {
      needed.add(TOKENIZER);
    } else if (names.containsAll(PAIR)) {
      needed.addAll(PAIR);
      BESIDE_PAIR.stream().filter(names::contains).forEach(needed::add);
    }
    if (!needed.isEmpty() && names.contains(SETTINGS)) {
      needed.add(SETTINGS);
    }
    return needed;
  }

  /// The one file that weights are in, or that says which files they are in.
  ///
  /// @param names the files there are
  /// @return the file, empty if there are no weights that can be read
  static Optional<String> weights(Collection<String> names) {
    var last = torch(names, ".*final.*\\.pth");
    var any = last.isEmpty() ? torch(names, ".*\\.pth") : last;
    if (!any.isEmpty()) {
      return any.size() == 1 ? Optional.of(any.getFirst()) : usual(any);
    }
    for (var name : List.of(WEIGHTS, INDEX, TORCH)) {
      if (names.contains(name)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  // TransformerLens takes the one whose name ends so; of several, the plainest is meant.
  private static Optional<String> usual(List<String> names) {
    return names.contains("model_final.pth") ? Optional.of("model_final.pth") : Optional.empty();
  }

  private static List<String> torch(Collection<String> names, String pattern) {
    return names.stream().filter(name -> name.matches(pattern)).sorted().toList();
  }

  /// The files an index speaks of.
  ///
  /// @param index `model.safetensors.index.json`
  /// @return their names; empty if it is no index or one of the names is no plain one
  static List<String> shards(Path index) {
    try {
      var map = JsonMapper.shared().readTree(Files.readAllBytes(index)).path("weight_map");
      var names = new TreeSet<String>();
      for (var entry : map.properties()) {
        names.add(entry.getValue().isString() ? entry.getValue().stringValue() : "");
      }
      return names.stream().allMatch(name -> name.matches(SHARD)) ? List.copyOf(names) : List.of();
    } catch (IOException | JacksonException _) {
      return List.of();
    }
  }

  /// The repository whose tokenizer a model without one uses.
  static Optional<RepoId> tokenizerRepo(Path config) {
    return Listing.configText(config, "tokenizer_name").flatMap(RepoId::parse);
  }

  static boolean hasTokenizer(HubCache cache, RepoId repo) {
    return cache
        .snapshot(repo, HubCache.MAIN)
        .filter(snapshot -> !tokenizer(names(snapshot.folder())).isEmpty())
        .isPresent();
  }

  /// What a snapshot lacks to be opened.
  ///
  /// @param snapshot a model in the cache
  /// @return names of what is missing; empty if the model is complete
  static List<String> missing(Snapshot snapshot) {
    var names = names(snapshot.folder());
    var missing = new ArrayList<String>();
    var config = snapshot.file(CONFIG);
    if (config.isEmpty()) {
      missing.add(CONFIG);
    }
    if (tokenizer(names).isEmpty()
        && config
            .flatMap(NeededFiles::tokenizerRepo)
            .filter(repo -> hasTokenizer(snapshot.cache(), repo))
            .isEmpty()) {
      missing.add(TOKENIZER);
    }
    var weights = weights(names);
    if (weights.isEmpty()) {
      missing.add("weights");
    } else if (weights.get().equals(INDEX)) {
      var shards = shards(snapshot.folder().resolve(INDEX));
      shards.stream().filter(shard -> !names.contains(shard)).forEach(missing::add);
      if (shards.isEmpty()) {
        missing.add(INDEX);
      }
    }
    return missing;
  }

  /// The files of a folder; a link that leads nowhere is no file.
  private static List<String> names(Path folder) {
    var names = new ArrayList<String>();
    try (var files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
      return names;
    } catch (IOException | DirectoryIteratorException _) {
      return List.of();
    }
  }
}
