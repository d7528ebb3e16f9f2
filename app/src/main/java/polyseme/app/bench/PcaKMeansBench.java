// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.util.SplittableRandom;
import polyseme.analysis.smile.SmileKMeans;
import polyseme.analysis.smile.SmilePca;
import polyseme.analysis.space.FeatureSpace;
import polyseme.analysis.space.NeuronFeatures;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.tensor.FloatMatrix;

/// Map and clusters of the demo's size: 2,048 points in 1,024 dimensions, 40 planted groups and
/// noise; PCA and its projection, then k-means with k = 40 and the silhouette. Median of 5 after
/// one that warms up.
public final class PcaKMeansBench implements Bench {

  private static final int POINTS = 2048;
  private static final int DIMENSIONS = 1024;
  private static final int GROUPS = 40;
  private static final int RUNS = 5;
  private static final double SPREAD = 0.35;
  private static final double NOISE = 0.5;

  /// Makes the bench.
  public PcaKMeansBench() {}

  @Override
  public String id() {
    return "pca-kmeans-2048";
  }

  @Override
  public String unit() {
    return "s";
  }

  @Override
  public double bar() {
    return 2;
  }

  @Override
  public double measure(Progress progress) throws PolysemeException {
    var features =
        new NeuronFeatures(new NeuronIndex(2, POINTS / 2), planted(), FeatureSpace.ACTIVATIONS);
    var pca = new SmilePca();
    var means = new SmileKMeans();
    return Timing.medianSeconds(
        1,
        RUNS,
        () -> {
          pca.project(features, 42, progress);
          means.cluster(features, GROUPS, 42, progress);
        });
  }

  private static FloatMatrix planted() {
    var random = new SplittableRandom(7);
    var centres = new float[GROUPS][DIMENSIONS];
    for (var centre : centres) {
      fill(centre, SPREAD, random);
    }
    var values = new float[POINTS * DIMENSIONS];
    var noise = new float[DIMENSIONS];
    for (var point = 0; point < POINTS; point++) {
      fill(noise, NOISE, random);
      for (var d = 0; d < DIMENSIONS; d++) {
        values[point * DIMENSIONS + d] = centres[point % GROUPS][d] + noise[d];
      }
    }
    return FloatMatrix.wrap(POINTS, DIMENSIONS, values);
  }

  private static void fill(float[] into, double scale, SplittableRandom random) {
    for (var d = 0; d < into.length; d++) {
      into[d] = (float) (scale * random.nextGaussian());
    }
  }
}
