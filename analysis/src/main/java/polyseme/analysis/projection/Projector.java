// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.projection;

import polyseme.analysis.space.NeuronFeatures;
import polyseme.engine.task.EngineUnavailableException;
import polyseme.engine.task.Progress;

/// Puts neurons on a plane.
public interface Projector {

  /// Projects all neurons.
  ///
  /// @param features the points
  /// @param seed kept with the result
  /// @param progress told how far it is
  /// @return their places
  /// @throws EngineUnavailableException if a native library it needs cannot be loaded
  Embedding2D project(NeuronFeatures features, long seed, Progress progress)
      throws EngineUnavailableException;
}
