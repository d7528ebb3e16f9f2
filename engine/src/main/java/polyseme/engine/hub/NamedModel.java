// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.engine.hubcache.RepoId;

/// A model that TransformerLens has a name for.
///
/// @param repo where it is on the hub; its official name
/// @param aliases other names, such as `solu-2l`
/// @param family what it belongs to, such as `pythia`
/// @param obstacle why it cannot be opened; null if nothing speaks against it
public record NamedModel(
    RepoId repo, List<String> aliases, String family, @Nullable Obstacle obstacle) {

  /// Keeps the list unchangeable.
  public NamedModel {
    aliases = List.copyOf(aliases);
  }

  /// Whether the engine computes models of this kind.
  ///
  /// @return false if there is an obstacle
  public boolean supported() {
    return obstacle == null;
  }
}
