// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.smile;

import java.util.SplittableRandom;
import polyseme.analysis.space.FeatureSpace;
import polyseme.analysis.space.NeuronFeatures;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.tensor.FloatMatrix;

/// Points whose answer is known.
final class Points {

  private Points() {}

  static NeuronFeatures features(FloatMatrix points) {
    return new NeuronFeatures(
        new NeuronIndex(1, points.rows()), points, FeatureSpace.INPUT_WEIGHTS);
  }

  static FloatMatrix noise(int rows, int columns, long seed) {
    var random = new SplittableRandom(seed);
    var values = new float[rows * columns];
    for (var i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return FloatMatrix.wrap(rows, columns, values);
  }

  /// Point i belongs to blob i % blobs; centres are Gaussian with the given spread, points with
  /// spread 1.
  static FloatMatrix blobs(int rows, int columns, int blobs, double spread) {
    var centres = noise(blobs, columns, 77);
    var noise = noise(rows, columns, 78);
    var values = new float[rows * columns];
    for (var i = 0; i < values.length; i++) {
      var row = i / columns;
      var column = i % columns;
      values[i] = (float) (spread * centres.get(row % blobs, column)) + noise.get(row, column);
    }
    return FloatMatrix.wrap(rows, columns, values);
  }

  static FloatMatrix of(float[][] rows) {
    var values = new float[rows.length * rows[0].length];
    for (var i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * rows[0].length, rows[0].length);
    }
    return FloatMatrix.wrap(rows.length, rows[0].length, values);
  }
}
