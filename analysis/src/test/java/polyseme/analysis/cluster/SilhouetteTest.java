// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import polyseme.engine.task.Progress;
import polyseme.engine.task.Workers;
import polyseme.engine.tensor.FloatMatrix;

class SilhouetteTest {

  private static Silhouette measure(FloatMatrix points, List<Integer> labels) {
    try (var workers = new Workers(2)) {
      return Silhouette.of(points, labels, 1, workers, Progress.NONE);
    }
  }

  private static FloatMatrix line(float... places) {
    return FloatMatrix.wrap(places.length, 1, places);
  }

  @Test
  void twoPairsHaveAClosedForm() {
    var found = measure(line(0, 1, 10, 11), List.of(0, 0, 1, 1));
    // outer points: a = 1, b = 10.5; inner points: a = 1, b = 9.5
    var expected = (9.5 / 10.5 + 8.5 / 9.5) / 2;
    assertEquals(expected, found.mean(), 1e-15);
    assertEquals(expected, found.groups().get(0), 1e-15);
    assertEquals(expected, found.groups().get(1), 1e-15);
    assertEquals(4, found.measured());
  }

  @Test
  void wrongPairsAreNegative() {
    var found = measure(line(0, 10, 1, 11), List.of(0, 0, 1, 1));
    // 0: a = 10, b = (1 + 11) / 2; 10: a = 10, b = (9 + 1) / 2; the other pair is its mirror image
    assertEquals((-4.0 / 10 - 5.0 / 10) / 2, found.mean(), 1e-15);
  }

  @Test
  void aPointAloneCountsAsZero() {
    var found = measure(line(0, 1, 10), List.of(0, 0, 1));
    assertEquals(0, found.groups().get(1));
    assertEquals((9.0 / 10 + 8.0 / 9) / 3, found.mean(), 1e-15);
  }

  @Test
  void pointsThatCoincideCountAsZero() {
    assertEquals(0, measure(line(2, 2, 2, 2), List.of(0, 0, 1, 1)).mean());
  }

  @Test
  void agreesWithADirectSum() {
    var random = new SplittableRandom(4);
    var values = new float[1500 * 7];
    for (var i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    var points = FloatMatrix.wrap(1500, 7, values);
    var labels = IntStream.range(0, 1500).map(i -> (i * i) % 5).boxed().toList();
    var renamed = labels.stream().map(label -> label == 4 ? 2 : label).toList();
    assertEquals(direct(points, renamed), measure(points, renamed).mean(), 1e-12);
  }

  private static double direct(FloatMatrix points, List<Integer> labels) {
    var k = 1 + Collections.max(labels);
    var total = 0.0;
    for (var i = 0; i < points.rows(); i++) {
      var sums = new double[k];
      var counts = new int[k];
      for (var j = 0; j < points.rows(); j++) {
        if (i != j) {
          var square = 0.0;
          for (var c = 0; c < points.columns(); c++) {
            square += Math.pow((double) points.get(i, c) - points.get(j, c), 2);
          }
          sums[labels.get(j)] += Math.sqrt(square);
          counts[labels.get(j)]++;
        }
      }
      var own = labels.get(i);
      var a = sums[own] / counts[own];
      var b =
          IntStream.range(0, k)
              .filter(g -> g != own)
              .mapToDouble(g -> sums[g] / counts[g])
              .min()
              .orElseThrow();
      total += (b - a) / Math.max(a, b);
    }
    return total / points.rows();
  }

  @Test
  void aSampleIsNearTheWhole() {
    var random = new SplittableRandom(4);
    var values = new float[3000];
    for (var i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() + 6 * (i % 3));
    }
    var labels = IntStream.range(0, 3000).map(i -> i % 3).boxed().toList();
    var points = line(values);
    try (var workers = new Workers(2)) {
      var draw = new Silhouette.Draw(8, 600);
      var sampled = Silhouette.of(points, labels, draw, workers, Progress.NONE);
      assertEquals(600, sampled.measured());
      // a silhouette here spreads by about 0.2: 600 of them have a standard error below 0.01
      assertEquals(measure(points, labels).mean(), sampled.mean(), 0.03);
      assertEquals(sampled, Silhouette.of(points, labels, draw, workers, Progress.NONE));
    }
  }

  @Test
  void aSmallGroupIsMeasuredWhole() {
    var labels = IntStream.range(0, 3000).map(i -> i < 2980 ? 0 : 1).boxed().toList();
    var points = line(new float[3000]);
    try (var workers = new Workers(1)) {
      var draw = new Silhouette.Draw(8, 300);
      assertEquals(
          298 + 20, Silhouette.of(points, labels, draw, workers, Progress.NONE).measured());
    }
  }

  @Test
  void theNumberOfThreadsDoesNotMatter() {
    var points = line(IntStream.range(0, 500).mapToObj(i -> (float) Math.sin(i)).toList());
    var labels = IntStream.range(0, 500).map(i -> i % 4).boxed().toList();
    try (var one = new Workers(1);
        var three = new Workers(3)) {
      assertEquals(
          Silhouette.of(points, labels, 1, one, Progress.NONE),
          Silhouette.of(points, labels, 1, three, Progress.NONE));
    }
  }

  private static FloatMatrix line(List<Float> places) {
    var values = new float[places.size()];
    for (var i = 0; i < values.length; i++) {
      values[i] = places.get(i);
    }
    return line(values);
  }

  @Test
  void groupingsWithoutSenseAreRefused() {
    var points = line(1, 2, 3);
    for (var labels : List.of(List.of(0, 0, 0), List.of(0, 2, 2), List.of(0, 1))) {
      assertThrows(IllegalArgumentException.class, () -> measure(points, labels));
    }
  }
}
