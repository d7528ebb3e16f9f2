// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import polyseme.engine.hubcache.HubCache;
import polyseme.engine.hubcache.HubEnvironment;
import polyseme.engine.hubcache.RepoId;
import polyseme.engine.hubcache.Snapshot;
import polyseme.engine.task.HubException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.Reasons;

/// Finds the folder of a model that somebody names: a folder, a name of TransformerLens or an id of
/// the Hugging Face Hub. A folder that is there wins; then what is complete in the cache; only
/// then, and only for a name, does it connect.
public final class ModelLocator {

  private final HubEnvironment environment;
  private final HubCache cache;
  private final ModelNames names = ModelNames.load();
  private final ModelDownload download;

  /// Looks in a machine's cache.
  ///
  /// @param environment what the machine says about the hub
  /// @param check looks at a model before its weights are fetched
  public ModelLocator(HubEnvironment environment, FolderCheck check) {
    this(
        environment,
        new ModelDownload(
            environment,
            check,
            HubTimes.usual(),
            folder -> Files.getFileStore(folder).getUsableSpace()));
  }

  ModelLocator(HubEnvironment environment, ModelDownload download) {
    this.environment = environment;
    this.cache = HubCache.of(environment);
    this.download = download;
  }

  /// The names that are known without asking anybody.
  ///
  /// @return TransformerLens' names
  public ModelNames names() {
    return names;
  }

  /// Finds a model and fetches it if need be.
  ///
  /// @param model a folder; a name or alias; or `owner/name`; the latter two may end in `@` and a
  ///   branch, tag or commit
  /// @param progress told what arrives; cancels between pieces, and what has arrived is kept
  /// @return its folder; one that is not there only if the text can mean nothing but a folder
  /// @throws PolysemeException if there is no such model or it cannot be had, with the reason
  public Path locate(String model, Progress progress) throws PolysemeException {
    var folder = folder(model);
    if (folder.isPresent()) {
      return folder.get();
    }
    var at = model.indexOf('@');
    var name = at < 0 ? model : model.substring(0, at);
    var revision = at < 0 ? HubCache.MAIN : model.substring(at + 1);
    if (!HubCache.isRevision(revision)) {
      throw unknown(model);
    }
    var repo = repo(name).orElseThrow(() -> unknown(model));
    return found(repo, revision, progress).folder();
  }

  private Snapshot found(RepoId repo, String revision, Progress progress) throws PolysemeException {
    var failures = HubFailures.of(environment, repo);
    var known = names.find(repo.id());
    var obstacle = known.map(NamedModel::obstacle);
    if (obstacle.isPresent()) {
      throw failures.notSupported(obstacle.get());
    }
    var cached = cache.snapshot(repo, revision);
    var missing = cached.map(NeededFiles::missing).orElse(List.of("nothing of it is there"));
    if (cached.isPresent() && missing.isEmpty()) {
      return cached.get();
    }
    if (environment.offline()) {
      throw failures.offline(
          cached.isEmpty() ? missing.getFirst() : "missing: " + String.join(", ", missing));
    }
    return download.fetch(repo, revision, progress);
  }

  /// What is a folder, or can be meant as nothing else.
  private Optional<Path> folder(String model) {
    try {
      var path = Path.of(model);
      var first = path.getNameCount() > 1 ? path.getName(0) : null;
      var meant =
          path.isAbsolute()
              || Files.isDirectory(path)
              || (Files.exists(path) && names.find(model).isEmpty())
              || path.getNameCount() > 2
              || model.isBlank()
              || model.matches("(?s)[.~].*|.*[/\\\\]|.*\\\\.*")
              // decision: in models/solu-3l beside models/solu-2l a letter is wrong, not the
              // owner of a repository named
              || (first != null && Files.isDirectory(first));
      return meant ? Optional.of(path) : Optional.empty();
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private Optional<RepoId> repo(String name) {
    return names
        .find(name)
        .map(NamedModel::repo)
        .or(() -> RepoId.parse(name).filter(RepoId::hasOwner));
  }

  private HubException unknown(String model) {
    return new HubException(
        "“%s” is no folder and no name of a model.".formatted(HubFailures.shown(model)),
        "Did you mean %s? “polyseme models” lists all names; models of the hub are named"
                .formatted(names.nearest(model))
            + " owner/name.");
  }

  /// What the cache holds of a model.
  ///
  /// @param repo the model
  /// @return what is there at `main`, empty if nothing is
  /// @throws HubException if the cache cannot be read
  public Optional<CachedModel> cached(RepoId repo) throws HubException {
    var folder = cache.folder(repo);
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try {
      var complete =
          cache.snapshot(repo, HubCache.MAIN).filter(s -> NeededFiles.missing(s).isEmpty());
      return Optional.of(new CachedModel(repo, folder, complete.isPresent(), cache.size(repo)));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /// All that is in the cache, models of any kind, also those that have no name here.
  ///
  /// @return in alphabetical order
  /// @throws HubException if the cache cannot be read
  public List<CachedModel> cached() throws HubException {
    var found = new ArrayList<CachedModel>();
    try {
      for (var repo : cache.repositories()) {
        cached(repo).ifPresent(found::add);
      }
      return found;
    } catch (IOException e) {
      throw unreadable(cache.root(), e);
    }
  }

  private static HubException unreadable(Path folder, IOException reason) {
    return new HubException(
        "%s cannot be read: %s.".formatted(folder, HubFailures.shown(Reasons.of(reason))),
        "Check that it may be read, or set HF_HUB_CACHE to another folder.");
  }

  /// Where downloaded models lie.
  ///
  /// @return the cache, which other programs use as well
  public Path cacheFolder() {
    return cache.root();
  }
}
