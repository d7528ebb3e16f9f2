// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.space;

import polyseme.engine.model.NeuronIndex;
import polyseme.engine.tensor.FloatMatrix;

/// All neurons as points in one space.
///
/// @param neurons which neurons, in row order
/// @param points one row a neuron
/// @param space what the columns are
public record NeuronFeatures(NeuronIndex neurons, FloatMatrix points, FeatureSpace space) {

  /// Refuses a number of points other than that of the neurons.
  public NeuronFeatures {
    if (points.rows() != neurons.size()) {
      throw new IllegalArgumentException(
          "%d points for %d neurons".formatted(points.rows(), neurons.size()));
    }
  }
}
