// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.cluster;

import polyseme.analysis.space.NeuronFeatures;
import polyseme.engine.task.EngineUnavailableException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.RequestException;

/// Groups neurons.
public interface Clusterer {

  /// Puts every neuron into one of k groups.
  ///
  /// @param features the points
  /// @param k how many groups, from 2 to the number of neurons
  /// @param seed kept with the result
  /// @param progress told how far it is; cancels between iterations
  /// @return the groups
  /// @throws EngineUnavailableException if a native library it needs cannot be loaded
  /// @throws RequestException if so many groups cannot be made of these points
  /// @throws IllegalArgumentException if k is not from 2 to the number of neurons
  Clustering cluster(NeuronFeatures features, int k, long seed, Progress progress)
      throws EngineUnavailableException, RequestException;
}
