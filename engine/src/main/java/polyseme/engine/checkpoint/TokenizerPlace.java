// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import polyseme.engine.hubcache.HubCache;
import polyseme.engine.hubcache.HubEnvironment;
import polyseme.engine.hubcache.RepoId;
import polyseme.engine.hubcache.Snapshot;
import polyseme.engine.task.CheckpointException;

/// Finds the folder that a model's tokenizer lies in: the model's own, or, for models without one
/// such as NeelNanda's, the snapshot of the repository that `tokenizer_name` names, in the cache
/// that the model itself lies in, else in the user's.
final class TokenizerPlace {

  private TokenizerPlace() {}

  /// Looks only on this machine.
  ///
  /// @param folder the model's folder
  /// @param fields its configuration
  /// @return the folder with the tokenizer; the model's own if no other is named
  /// @throws CheckpointException if another is named and not there
  static Path of(Path folder, ConfigFields fields) throws CheckpointException {
    var repo = fields.text("tokenizer_name").flatMap(RepoId::parse);
    if (holdsTokenizer(folder) || repo.isEmpty()) {
      return folder;
    }
    var cached = cached(folder, repo.get()).filter(TokenizerPlace::holdsTokenizer);
    if (cached.isEmpty() && repo.get().hasOwner()) {
      throw new CheckpointException(
          "%s has no tokenizer.json, and its configuration's tokenizer, %s, is not in the Hugging"
                  .formatted(folder, repo.get())
              + " Face cache.",
          "Put the tokenizer.json of %s into the folder, or open the model by its name."
              .formatted(repo.get()));
    }
    return cached.orElse(folder);
  }

  private static Optional<Path> cached(Path folder, RepoId repo) {
    var cache =
        HubCache.holding(folder)
            .map(Snapshot::cache)
            .orElseGet(() -> HubCache.of(HubEnvironment.here()));
    return cache.snapshot(repo, HubCache.MAIN).map(Snapshot::folder);
  }

  private static boolean holdsTokenizer(Path folder) {
    return Files.isRegularFile(folder.resolve("tokenizer.json"))
        || Files.isRegularFile(folder.resolve("vocab.json"));
  }
}
