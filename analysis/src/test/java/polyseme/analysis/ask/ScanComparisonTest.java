// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import polyseme.analysis.cluster.PlantedScan;
import polyseme.analysis.scan.Histogram;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.RequestException;

final class ScanComparisonTest {

  private static PlantedScan scan(String... peaks) {
    return new PlantedScan(
        Arrays.stream(peaks).map(one -> PlantedScan.at(one.split(" ", -1))).toList());
  }

  @Test
  void theNeuronThatPeaksElsewhereComesFirst() throws PolysemeException {
    var a = scan("cat cat cat cat", "may may june june", "a b c d");
    var b = scan("cat cat cat cat", "rye rye flour flour", "e f g h");
    var shifts = ScanComparison.compare(a, b, Progress.NONE);
    assertEquals(List.of(1, 0, 2), shifts.stream().map(s -> s.neuron().index()).toList());
    var moved = shifts.getFirst();
    assertEquals(1, moved.reading(), 1e-12);
    assertEquals(List.of("may", "june"), moved.first());
    assertEquals(List.of("rye", "flour"), moved.second());
    assertEquals(0, moved.mean());
    assertEquals(0, moved.ks());
  }

  /// Peaks that never repeat differ between corpora just as they do within one.
  @Test
  void whatChanceAloneDoesIsTakenOff() throws PolysemeException {
    var shifts = ScanComparison.compare(scan("a b c d"), scan("e f g h"), Progress.NONE);
    assertEquals(1, shifts.getFirst().between(), 1e-12);
    assertEquals(1, shifts.getFirst().within(), 1e-12);
    assertEquals(0, shifts.getFirst().reading(), 1e-12);
  }

  @Test
  void aNeuronWithoutExamplesComesLast() throws PolysemeException {
    var none = new PlantedScan(List.of(PlantedScan.at(), PlantedScan.at("a", "a")));
    var shifts = ScanComparison.compare(none, scan("a a", "b b"), Progress.NONE);
    assertEquals(1, shifts.getFirst().neuron().index());
    assertEquals(Double.NaN, shifts.getLast().reading());
    assertThrows(
        RequestException.class, () -> ScanComparison.compare(none, scan("a"), Progress.NONE));
  }

  @Test
  void theDivergenceHasItsClosedForms() {
    assertEquals(0, Divergence.jensenShannon(List.of("a", "b"), List.of("b", "a")), 1e-15);
    assertEquals(1, Divergence.jensenShannon(List.of("a"), List.of("b")), 1e-15);
    // ½ (½ log2 (½ / ¾) + ½ log2 (½ / ¼)) + ½ log2 (1 / ¾)
    var expected = 0.5 * (0.5 * log2(2 / 3.0) + 0.5) + 0.5 * log2(4 / 3.0);
    assertEquals(expected, Divergence.jensenShannon(List.of("a", "b"), List.of("a", "a")), 1e-12);
    assertEquals(Double.NaN, Divergence.jensenShannon(List.of(), List.of("b")));
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  @Test
  void theDistanceOfHistogramsHoldsTheTrueOneWithinItsError() {
    var random = new Random(11);
    for (var trial = 0; trial < 200; trial++) {
      var a = sample(random, 0, 1);
      var b = sample(random, random.nextDouble(), 1 + random.nextDouble());
      var told = Divergence.kolmogorovSmirnov(histogram(random, a), histogram(random, b));
      var exact = exact(a, b);
      assertTrue(Math.abs(told.value() - exact) <= told.error() + 1e-9, told + " " + exact);
    }
    var same = histogram(random, sample(random, 0, 1));
    assertEquals(0, Divergence.kolmogorovSmirnov(same, same).value());
  }

  private static List<Double> sample(Random random, double mean, double spread) {
    return IntStream.range(0, 300)
        .mapToObj(_ -> mean + spread * random.nextGaussian())
        .sorted()
        .toList();
  }

  private static Histogram histogram(Random random, List<Double> values) {
    var edges = new ArrayList<Double>();
    edges.add(values.getFirst());
    IntStream.range(0, 12).forEach(_ -> edges.add(values.get(1 + random.nextInt(298)) + 1e-7));
    edges.add(values.getLast() + 1e-6);
    Collections.sort(edges);
    var distinct = edges.stream().distinct().toList();
    var counts = new ArrayList<Long>();
    for (var i = 0; i + 1 < distinct.size(); i++) {
      var low = distinct.get(i);
      var high = distinct.get(i + 1);
      counts.add(values.stream().filter(v -> v >= low && v < high).count());
    }
    return new Histogram(distinct, counts);
  }

  private static double exact(List<Double> a, List<Double> b) {
    var most = 0.0;
    for (var list : List.of(a, b)) {
      for (var x : list) {
        var inA = a.stream().filter(v -> v <= x).count() / (double) a.size();
        var inB = b.stream().filter(v -> v <= x).count() / (double) b.size();
        most = Math.max(most, Math.abs(inA - inB));
      }
    }
    return most;
  }
}
