// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hubcache;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A repository at one commit, as far as it lies in the cache.
///
/// @param cache the cache
/// @param repo the repository
/// @param commit the commit's SHA-1 in hex
public record Snapshot(HubCache cache, RepoId repo, String commit) {

  /// The folder with the files.
  ///
  /// @return a folder whose files are links, or the files themselves where there are no links
  public Path folder() {
    return cache.folder(repo).resolve("snapshots").resolve(commit);
  }

  /// A file of the repository.
  ///
  /// @param name name of a file that lies at the top of the repository
  /// @return the file, empty if it is not in the cache or its link leads nowhere
  public Optional<Path> file(String name) {
    var file = folder().resolve(name);
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }
}
