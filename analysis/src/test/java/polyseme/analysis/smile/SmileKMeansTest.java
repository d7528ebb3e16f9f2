// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.smile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.analysis.cluster.Clustering;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.RequestException;
import polyseme.engine.task.Workers;
import polyseme.engine.tensor.FloatMatrix;

class SmileKMeansTest {

  private static Clustering cluster(FloatMatrix points, int k, long seed) throws PolysemeException {
    return new SmileKMeans(2).cluster(Points.features(points), k, seed, Progress.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 12})
  void plantedBlobsAreFound(int blobs) throws PolysemeException {
    var found = cluster(Points.blobs(600, 60, blobs, 2), blobs, 42);
    var planted = IntStream.range(0, 600).map(i -> i % blobs).boxed().toList();
    assertTrue(adjustedRand(planted, found.labels()) >= 0.95);
  }

  @Test
  void theScaleOfThePointsDoesNotMatter() throws PolysemeException {
    var points = Points.blobs(300, 10, 5, 1);
    var small = points.toArray();
    for (var i = 0; i < small.length; i++) {
      small[i] *= 0x1p-30f;
    }
    assertEquals(
        cluster(points, 5, 1).labels(), cluster(FloatMatrix.wrap(300, 10, small), 5, 1).labels());
  }

  @Test
  void groupsAreNumberedBySize() throws PolysemeException {
    var found = cluster(Points.noise(200, 4, 3), 6, 1);
    var sizes = IntStream.range(0, 6).mapToObj(c -> found.members(c).size()).toList();
    var descending = new ArrayList<>(sizes);
    descending.sort(Collections.reverseOrder());
    assertEquals(descending, sizes);
    assertEquals(200, sizes.stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  void distortionIsTheMeanSquaredDistanceToTheCentre() throws PolysemeException {
    var found = cluster(Points.of(new float[][] {{0, 0}, {0, 2}, {9, 0}, {9, 4}}), 2, 7);
    // two pairs, 1 and 2 from their middles
    assertEquals((1 + 1 + 4 + 4) / 4.0, found.quality().distortion(), 1e-5);
  }

  @Test
  void oneSeedGivesOneResultOnAnyThread() throws PolysemeException {
    var features = Points.features(Points.noise(400, 70, 9));
    Callable<Clustering> again = () -> new SmileKMeans(2).cluster(features, 8, 5, Progress.NONE);
    try (var fresh = new Workers(3)) {
      var results = fresh.all(List.of(again, again, again));
      var here = new SmileKMeans(1).cluster(features, 8, 5, Progress.NONE);
      for (var result : results) {
        assertEquals(here, result);
      }
    }
  }

  @Test
  void anotherSeedMayGiveAnotherResult() throws PolysemeException {
    var points = Points.noise(400, 20, 9);
    assertTrue(
        IntStream.range(1, 6)
            .mapToObj(seed -> labels(points, seed))
            .anyMatch(labels -> !labels.equals(labels(points, 0))));
  }

  private static List<Integer> labels(FloatMatrix points, long seed) {
    try {
      return cluster(points, 8, seed).labels();
    } catch (PolysemeException failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void theMethodIsStated() throws PolysemeException {
    var method = cluster(Points.noise(90, 60, 2), 3, 1).method();
    assertEquals("k-means", method.name());
    assertEquals(50, method.components());
    assertTrue(method.variance() > 0.9 && method.variance() < 1);
    assertEquals(8, method.starts());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 11})
  void numbersOfGroupsOutsideTwoToAllAreRefused(int k) {
    assertThrows(IllegalArgumentException.class, () -> cluster(Points.noise(10, 3, 1), k, 1));
  }

  @Test
  void everyPointMayBeAGroup() throws PolysemeException {
    var found = cluster(Points.noise(10, 3, 1), 10, 1);
    assertEquals(0, found.quality().distortion());
    assertEquals(0, found.quality().silhouette());
  }

  @Test
  void fewerPointsThanColumns() throws PolysemeException {
    var found = cluster(Points.blobs(9, 40, 3, 20), 3, 1);
    var planted = IntStream.range(0, 9).map(i -> i % 3).boxed().toList();
    assertEquals(1, adjustedRand(planted, found.labels()));
  }

  @Test
  void equalPointsAreNoGroups() {
    var refused =
        assertThrows(
            RequestException.class, () -> cluster(FloatMatrix.wrap(5, 3, new float[15]), 2, 1));
    assertEquals(
        "The 5 neurons make only 1 different points, too few for 2 groups.", refused.what());
  }

  @Test
  void neuronsThatNeverVaryLieInOneGroup() throws PolysemeException {
    var values = Points.blobs(100, 6, 4, 9).toArray();
    for (var i = 0; i < 30 * 6; i++) {
      values[i] = 0;
    }
    var found = cluster(FloatMatrix.wrap(100, 6, values), 5, 1);
    assertEquals(1, found.labels().subList(0, 30).stream().distinct().count());
  }

  @Test
  void asManyGroupsAsDifferentPoints() throws PolysemeException {
    var values = new float[60];
    for (var i = 0; i < 60; i++) {
      values[i] = i % 3;
    }
    var found = cluster(FloatMatrix.wrap(60, 1, values), 3, 1);
    assertEquals(0, found.quality().distortion(), 1e-12);
    assertEquals(1, found.quality().silhouette(), 1e-6);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 6, 9})
  void cancelStopsBetweenIterations(int reports) {
    var features = Points.features(Points.noise(400, 20, 9));
    assertThrows(
        CancellationException.class,
        () -> new SmileKMeans(2).cluster(features, 8, 5, new CancelAfter(reports)));
  }

  /// Agreement of two groupings: 1 for equal ones, about 0 for chance. Source: Hubert and Arabie
  /// 1985.
  static double adjustedRand(List<Integer> one, List<Integer> other) {
    var n = one.size();
    var both = 0.0;
    var first = 0.0;
    var second = 0.0;
    for (var i = 0; i < n; i++) {
      for (var j = 0; j < i; j++) {
        var together = one.get(i).equals(one.get(j));
        var too = other.get(i).equals(other.get(j));
        first += together ? 1 : 0;
        second += too ? 1 : 0;
        both += together && too ? 1 : 0;
      }
    }
    var chance = first * second / (n * (n - 1) / 2.0);
    return (both - chance) / ((first + second) / 2 - chance);
  }
}
