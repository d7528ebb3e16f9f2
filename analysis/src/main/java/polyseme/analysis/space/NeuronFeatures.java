// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.space;

import java.util.stream.IntStream;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.model.NeuronSet;
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

  /// The neurons whose point is the zero vector: for activations those that never vary, for weights
  /// those whose weights are all 0. They lie together on a map although nothing links them.
  ///
  /// @return these neurons
  public NeuronSet withoutDirection() {
    return NeuronSet.ofRows(neurons, IntStream.range(0, neurons.size()).filter(this::isZero));
  }

  private boolean isZero(int row) {
    for (var column = 0; column < points.columns(); column++) {
      if (points.get(row, column) != 0) {
        return false;
      }
    }
    return true;
  }
}
