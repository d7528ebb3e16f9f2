// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.nio.file.Path;
import polyseme.engine.hubcache.RepoId;

/// A repository in the cache.
///
/// @param repo the repository
/// @param folder its folder in the cache
/// @param complete whether it can be opened as a model without a connection
/// @param bytes how much room it takes
public record CachedModel(RepoId repo, Path folder, boolean complete, long bytes) {}
