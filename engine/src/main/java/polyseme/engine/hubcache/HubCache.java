// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hubcache;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// The Hugging Face cache, shared with all programs that use the hub. In it,
/// `models--owner--name/blobs` holds files by their digest, `refs/main` the commit that `main` was
/// when it was last fetched, and `snapshots/COMMIT` the files under their own names.
///
/// @param root the folder with the `models--` folders; may not exist
public record HubCache(Path root) {

  /// What a repository is at if nothing else is said.
  public static final String MAIN = "main";

  private static final String COMMIT = "[0-9a-f]{40}";
  private static final String REVISION = "[A-Za-z0-9._][A-Za-z0-9._/-]{0,200}";
  private static final int LONGEST_REF = 200;

  /// The cache of a machine.
  ///
  /// @param environment where it says the cache is
  /// @return the cache
  public static HubCache of(HubEnvironment environment) {
    return new HubCache(environment.cache());
  }

  /// Whether a text can name a branch, a tag or a commit and is a safe part of a path.
  ///
  /// @param revision any text
  /// @return true if it can
  public static boolean isRevision(String revision) {
    return revision.matches(REVISION) && !revision.contains("..") && !revision.contains("//");
  }

  /// Whether a text is the full name of a commit.
  ///
  /// @param revision any text
  /// @return true for 40 hexadecimal digits
  public static boolean isCommit(String revision) {
    return revision.matches(COMMIT);
  }

  /// All of a repository.
  ///
  /// @param repo the repository
  /// @return a folder that may not exist
  public Path folder(RepoId repo) {
    return root.resolve(repo.folder());
  }

  /// A repository's files as they were when a revision was last fetched.
  ///
  /// @param repo the repository
  /// @param revision a branch, a tag or a commit
  /// @return the snapshot, empty if the revision was never fetched
  public Optional<Snapshot> snapshot(RepoId repo, String revision) {
    if (!isRevision(revision)) {
      return Optional.empty();
    }
    var commit = isCommit(revision) ? revision : ref(folder(repo).resolve("refs"), revision);
    var snapshot = new Snapshot(this, repo, commit);
    return isCommit(commit) && Files.isDirectory(snapshot.folder())
        ? Optional.of(snapshot)
        : Optional.empty();
  }

  private static String ref(Path refs, String revision) {
    var file = refs.resolve(revision);
    try {
      return Files.isRegularFile(file) && Files.size(file) < LONGEST_REF
          ? Files.readString(file).strip()
          : "";
    } catch (IOException _) {
      return ""; // unreadable is as good as absent: it can be fetched again
    }
  }

  /// The snapshot that a folder is.
  ///
  /// @param folder any folder
  /// @return the snapshot, empty if the folder is none of a Hugging Face cache
  public static Optional<Snapshot> holding(Path folder) {
    var commit = folder.toAbsolutePath().normalize();
    var snapshots = commit.getParent();
    var owner = snapshots == null ? null : snapshots.getParent();
    var root = owner == null ? null : owner.getParent();
    if (owner == null || root == null || !commit.endsWith(Path.of("snapshots", name(commit)))) {
      return Optional.empty();
    }
    return isCommit(name(commit))
        ? RepoId.ofFolder(name(owner))
            .map(repo -> new Snapshot(new HubCache(root), repo, name(commit)))
        : Optional.empty();
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /// What is in the cache.
  ///
  /// @return the repositories that have a folder, in alphabetical order
  /// @throws IOException if the cache cannot be listed
  public SortedSet<RepoId> repositories() throws IOException {
    var found = new TreeSet<RepoId>();
    if (!Files.isDirectory(root)) {
      return found;
    }
    try (var folders = Files.newDirectoryStream(root, "models--*")) {
      for (var folder : folders) {
        RepoId.ofFolder(name(folder)).ifPresent(found::add);
      }
      return found;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /// How much room a repository takes.
  ///
  /// @param repo the repository
  /// @return bytes of all its files, unfinished ones as well, each counted once
  /// @throws IOException if its folder cannot be read
  public long size(RepoId repo) throws IOException {
    var bytes = 0L;
    if (!Files.isDirectory(folder(repo))) {
      return bytes;
    }
    try (var tree = Files.walk(folder(repo))) {
      for (var file : (Iterable<Path>) tree::iterator) {
        // a link of a snapshot leads to a blob, which is counted itself; a blob may be a link into
        // a store that several repositories share
        var blob = name(file.resolveSibling("").normalize()).equals("blobs");
        if (Files.isRegularFile(file) && (blob || !Files.isSymbolicLink(file))) {
          bytes += Files.size(file);
        }
      }
    }
    return bytes;
  }
}
