// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.util.ArrayList;
import java.util.List;
import polyseme.engine.hubcache.HubCache;
import polyseme.engine.hubcache.HubEnvironment;
import polyseme.engine.hubcache.RepoId;
import polyseme.engine.hubcache.Snapshot;
import polyseme.engine.task.HubException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// Fetches a model: first the small files, which tell whether the large ones are worth it.
///
/// @param environment where to and from
/// @param check looks at the small files
/// @param times how patient to be
/// @param room says how much room there is
record ModelDownload(
    HubEnvironment environment, FolderCheck check, HubTimes times, HubClient.Room room) {

  /// Fetches what a model needs and is not there yet.
  ///
  /// @param repo the model
  /// @param revision a branch, a tag or a commit
  /// @param progress told what arrives
  /// @return the complete model
  /// @throws PolysemeException if it cannot be had or could not be opened
  Snapshot fetch(RepoId repo, String revision, Progress progress) throws PolysemeException {
    try (var client = new HubClient(environment, repo, times, room)) {
      var listing = client.list(revision, progress);
      var weights = weights(client, listing);
      var small = new ArrayList<>(List.of(NeededFiles.CONFIG));
      small.addAll(NeededFiles.tokenizer(listing.files().keySet()));
      if (weights.equals(NeededFiles.INDEX)) {
        small.add(weights);
      }
      var snapshot = client.fetch(listing, small, progress);
      if (NeededFiles.tokenizer(listing.files().keySet()).isEmpty()) {
        fetchTokenizer(client, snapshot, progress);
      }
      check.check(snapshot.folder());
      client.fetch(listing, large(client, snapshot, weights), progress);
      client.note(listing);
      return snapshot;
    }
  }

  private static String weights(HubClient client, Listing listing) throws HubException {
    if (!listing.has(NeededFiles.CONFIG)) {
      throw client.failures().lacks("has no config.json");
    }
    var weights = NeededFiles.weights(listing.files().keySet());
    if (weights.isEmpty()) {
      throw client.failures().lacks("has no weights that can be read");
    }
    return weights.get();
  }

  private static List<String> large(HubClient client, Snapshot snapshot, String weights)
      throws HubException {
    if (!weights.equals(NeededFiles.INDEX)) {
      return List.of(weights);
    }
    var shards = NeededFiles.shards(snapshot.folder().resolve(weights));
    if (shards.isEmpty()) {
      throw client.failures().lacks("has an index of weights that names no plain files");
    }
    return shards;
  }

  /// NeelNanda's models have their tokenizer in another repository.
  private void fetchTokenizer(HubClient client, Snapshot model, Progress progress)
      throws HubException {
    var repo = model.file(NeededFiles.CONFIG).flatMap(NeededFiles::tokenizerRepo);
    if (repo.isEmpty()) {
      throw client.failures().lacks("has no tokenizer");
    }
    if (NeededFiles.hasTokenizer(model.cache(), repo.get())) {
      return;
    }
    try (var other = new HubClient(environment, repo.get(), times, room)) {
      var listing = other.list(HubCache.MAIN, progress);
      var files = NeededFiles.tokenizer(listing.files().keySet());
      if (files.isEmpty()) {
        throw other.failures().lacks("has no tokenizer that can be read");
      }
      other.fetch(listing, files, progress);
      other.note(listing);
    }
  }
}
