// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.smile;

import polyseme.analysis.projection.Embedding2D;
import polyseme.analysis.projection.Projector;
import polyseme.analysis.space.NeuronFeatures;
import polyseme.engine.task.EngineUnavailableException;
import polyseme.engine.task.Progress;
import polyseme.engine.tensor.FloatMatrix;

/// Principal component analysis of the neurons' covariance, through Smile's eigen-decomposition.
///
/// In: `[neuron, column]` float32. Out: the first two components, in the unit of the columns, and
/// the share of the variance of up to 50. The shares agree with an independent decomposition to
/// 1e-6 (PrincipalComponentsTest). Nothing here is random: the seed is only kept. On one machine
/// the same points give the same bytes; another processor may differ in the last digits. Source:
/// Pearson 1901.
public final class SmilePca implements Projector {

  /// Needs nothing; the native library is looked for at the first use.
  public SmilePca() {}

  /// Projects all neurons onto the two directions in which they vary most.
  ///
  /// @throws IllegalArgumentException if there is no neuron or a coordinate is not finite
  @Override
  public Embedding2D project(NeuronFeatures features, long seed, Progress progress)
      throws EngineUnavailableException {
    var components = PrincipalComponents.of(features.points(), progress);
    return new Embedding2D(
        features.neurons(),
        firstTwo(components.coordinates()),
        features.space(),
        components.shares(),
        seed);
  }

  private static FloatMatrix firstTwo(FloatMatrix coordinates) {
    var xy = new float[coordinates.rows() * 2];
    for (var i = 0; i < coordinates.rows(); i++) {
      for (var c = 0; c < Math.min(2, coordinates.columns()); c++) {
        xy[2 * i + c] = coordinates.get(i, c);
      }
    }
    return FloatMatrix.wrap(coordinates.rows(), 2, xy);
  }
}
