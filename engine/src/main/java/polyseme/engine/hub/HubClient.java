// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import polyseme.engine.hubcache.HubCache;
import polyseme.engine.hubcache.HubEnvironment;
import polyseme.engine.hubcache.RepoId;
import polyseme.engine.hubcache.Snapshot;
import polyseme.engine.task.HubException;
import polyseme.engine.task.Progress;

/// Fetches files of one repository into the cache.
final class HubClient implements AutoCloseable {

  /// Says how much room there is.
  @FunctionalInterface
  interface Room {
    /// Bytes that can be written to a folder that is there.
    long in(Path folder) throws IOException;
  }

  private static final long SPARE = 16_000_000;
  private static final int LONGEST_ANSWER = Listing.LONGEST;

  private final RepoId repo;
  private final HubCache cache;
  private final SnapshotWriter snapshots;
  private final HubTimes times;
  private final Room room;
  private final HubFailures failures;
  private final HubHttp http;

  HubClient(HubEnvironment environment, RepoId repo, HubTimes times, Room room)
      throws HubException {
    this.repo = repo;
    this.cache = HubCache.of(environment);
    this.snapshots = new SnapshotWriter(environment.links());
    this.times = times;
    this.room = room;
    this.failures = HubFailures.of(environment, repo);
    this.http = new HubHttp(environment, times, failures);
  }

  HubFailures failures() {
    return failures;
  }

  /// Asks what there is.
  ///
  /// @param revision a branch, a tag or a commit
  /// @param progress asked whether to go on
  /// @return the files at the top of the repository
  Listing list(String revision, Progress progress) throws HubException {
    progress.report("Asking the hub for " + repo, 0, 0, "files");
    var uri = http.at("/api/models/%s/revision/%s?blobs=true".formatted(repo, encoded(revision)));
    var attempts = new Attempts(times, failures, progress);
    while (true) {
      try (var answer = http.get(uri, revision, progress)) {
        if (answer.status() != 200) {
          throw failures.strangeAnswer("status %d".formatted(answer.status()));
        }
        return Listing.read(repo, revision, all(answer.body(), progress), failures);
      } catch (IOException e) {
        attempts.broken(e);
      }
    }
  }

  private byte[] all(Body body, Progress progress) throws IOException, HubException {
    var out = new ByteArrayOutputStream();
    for (var bytes = body.next(times.silence(), progress);
        bytes != null;
        bytes = body.next(times.silence(), progress)) {
      var chunk = new byte[bytes.remaining()];
      bytes.get(chunk);
      out.writeBytes(chunk);
      if (out.size() > LONGEST_ANSWER) {
        throw failures.strangeAnswer("it is endless");
      }
    }
    return out.toByteArray();
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// Fetches what is not there yet.
  ///
  /// @param listing what there is
  /// @param names files of it
  /// @param progress told what arrives
  /// @return the snapshot with these files
  Snapshot fetch(Listing listing, Collection<String> names, Progress progress) throws HubException {
    var snapshot = new Snapshot(cache, repo, listing.commit());
    var missing = new ArrayList<RemoteFile>();
    for (var name : names) {
      if (snapshot.file(name).isEmpty()) {
        missing.add(known(listing, name, progress));
      }
    }
    try {
      Files.createDirectories(blobs());
      var transfer = new Transfer(repo, roomFor(missing), progress);
      for (var file : missing) {
        fetch(listing, file, snapshot, transfer);
      }
    } catch (IOException e) {
      throw failures.cannotWrite(cache.folder(repo), e);
    }
    return snapshot;
  }

  private Path blobs() {
    return cache.folder(repo).resolve("blobs");
  }

  /// Refuses what will not fit before any of it is fetched.
  ///
  /// @return how many bytes are to be fetched
  private long roomFor(List<RemoteFile> files) throws HubException, IOException {
    var needed = 0L;
    for (var file : files) {
      var blob = blobs().resolve(file.digest());
      if (!Files.isRegularFile(blob)) {
        needed += Math.max(0, file.size() - BlobDownload.kept(blob));
      }
    }
    var free = room.in(blobs());
    if (needed > 0 && needed + SPARE > free) {
      throw failures.noRoom(needed, free);
    }
    return needed;
  }

  private void fetch(Listing listing, RemoteFile file, Snapshot snapshot, Transfer transfer)
      throws HubException, IOException {
    var blob = blobs().resolve(file.digest());
    var name = snapshot.folder().resolve(file.name());
    var lock = cache.root().resolve(".locks").resolve(repo.folder());
    try (var _ = CacheLock.hold(lock.resolve(file.digest() + ".lock"), transfer.progress())) {
      var fresh = !Files.isRegularFile(blob) && !Files.isRegularFile(name);
      if (fresh) {
        var uri = http.at(path(listing, file.name()));
        new BlobDownload(http, times, failures, uri, file, listing.revision())
            .fetch(blob, transfer);
      }
      if (!Files.isRegularFile(name)) {
        snapshots.put(blob, name, fresh);
      }
    }
  }

  private static String path(Listing listing, String name) {
    return "/%s/resolve/%s/%s".formatted(listing.repo(), listing.commit(), encoded(name));
  }

  /// Size and digest, from the list or else from the file's own header.
  private RemoteFile known(Listing listing, String name, Progress progress) throws HubException {
    var file = listing.files().get(name);
    if (file == null) {
      throw failures.lacks("has no %s, which its index names".formatted(name));
    }
    if (file.isKnown()) {
      return file;
    }
    try (var answer = http.head(http.at(path(listing, name)), listing.revision(), progress)) {
      var tag = answer.header("X-Linked-Etag");
      var length = answer.number("X-Linked-Size");
      var asked =
          new RemoteFile(
              name,
              length < 0 ? answer.number("Content-Length") : length,
              (tag.isEmpty() ? answer.header("ETag") : tag).replaceAll("^W/|\"", ""));
      var commit = answer.header("X-Repo-Commit");
      if (!asked.isKnown() || !(commit.isEmpty() || commit.equals(listing.commit()))) {
        throw failures.strangeAnswer("%s has no length or no digest".formatted(name));
      }
      return asked;
    }
  }

  /// Notes that a revision is this commit, once all its files are there.
  void note(Listing listing) throws HubException {
    if (HubCache.isCommit(listing.revision())) {
      return;
    }
    var ref = cache.folder(repo).resolve("refs").resolve(listing.revision());
    try {
      SnapshotWriter.note(ref, listing.commit());
    } catch (IOException e) {
      throw failures.cannotWrite(ref, e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
