// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.smile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyseme.engine.task.EngineUnavailableException;
import polyseme.engine.task.Progress;
import polyseme.engine.tensor.FloatMatrix;

class PrincipalComponentsTest {

  @ParameterizedTest
  @CsvSource({"30, 8", "8, 30", "8, 8", "1100, 6"})
  void sharesAgreeWithJacobi(int rows, int columns) throws EngineUnavailableException {
    var points = Points.noise(rows, columns, 5);
    var oracle = Jacobi.ofCovariance(points);
    var total = Arrays.stream(oracle.values).sum();
    var shares = PrincipalComponents.of(points, Progress.NONE).shares();
    assertEquals(Math.min(rows, columns), shares.size());
    for (var c = 0; c < shares.size(); c++) {
      assertEquals(oracle.values[c] / total, shares.get(c), 1e-6);
    }
  }

  @ParameterizedTest
  @CsvSource({"30, 8", "8, 30", "1100, 6"})
  void coordinatesAgreeWithJacobi(int rows, int columns) throws EngineUnavailableException {
    var points = Points.noise(rows, columns, 6);
    var means = Jacobi.means(points);
    var oracle = Jacobi.ofCovariance(points);
    var coordinates = PrincipalComponents.of(points, Progress.NONE).coordinates();
    // beyond 7 components 8 points span nothing, and a vector there is as good as any other
    for (var c = 0; c < Math.min(Math.min(rows - 1, columns), 6); c++) {
      var axis = withLargestPositive(oracle.vectors[c]);
      for (var i = 0; i < rows; i++) {
        var expected = 0.0;
        for (var j = 0; j < columns; j++) {
          expected += axis[j] * (points.get(i, j) - means[j]);
        }
        // float32 coordinates of magnitude 1 to 10
        assertEquals(expected, coordinates.get(i, c), 2e-6);
      }
    }
  }

  private static double[] withLargestPositive(double[] axis) {
    var largest =
        Arrays.stream(axis).boxed().max((x, y) -> Double.compare(Math.abs(x), Math.abs(y)));
    var sign = Math.signum(largest.orElseThrow());
    return Arrays.stream(axis).map(x -> sign * x).toArray();
  }

  @Test
  void twoComponentsExplainARankTwoMatrix() throws EngineUnavailableException {
    var weights = Points.noise(200, 2, 1);
    var directions = Points.noise(2, 40, 2);
    var values = new float[200 * 40];
    for (var i = 0; i < values.length; i++) {
      values[i] =
          weights.get(i / 40, 0) * directions.get(0, i % 40)
              + weights.get(i / 40, 1) * directions.get(1, i % 40);
    }
    var shares = PrincipalComponents.of(FloatMatrix.wrap(200, 40, values), Progress.NONE).shares();
    assertEquals(1, shares.get(0) + shares.get(1), 1e-6);
    assertEquals(0, shares.get(2), 1e-6);
  }

  @Test
  void atMostFiftyComponentsAreKept() throws EngineUnavailableException {
    var components = PrincipalComponents.of(Points.noise(80, 70, 1), Progress.NONE);
    assertEquals(50, components.shares().size());
    assertEquals(50, components.coordinates().columns());
  }

  @Test
  void equalPointsLieAtTheOriginAndExplainNothing() throws EngineUnavailableException {
    var values = new float[7 * 3];
    Arrays.fill(values, 0.1f);
    var components = PrincipalComponents.of(FloatMatrix.wrap(7, 3, values), Progress.NONE);
    assertEquals(FloatMatrix.wrap(7, 3, new float[21]), components.coordinates());
    assertEquals(0, components.shares().max());
  }

  @Test
  void oneColumnStillMakesAPlane() throws EngineUnavailableException {
    var line = FloatMatrix.wrap(3, 1, new float[] {1, 2, 6});
    var map = new SmilePca().project(Points.features(line), 3, Progress.NONE);
    assertEquals(FloatMatrix.wrap(3, 2, new float[] {-2, 0, -1, 0, 3, 0}), map.xy());
    assertEquals(3, map.seed());
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity"})
  void numbersThatAreNoneAreRefusedWithTheirPlace(float bad) {
    var points = FloatMatrix.wrap(2, 2, new float[] {1, 2, 3, bad});
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> PrincipalComponents.of(points, Progress.NONE));
    assertEquals("point 1 has the coordinate %s in column 1".formatted(bad), refused.getMessage());
  }

  @Test
  void cancelStopsBetweenBlocks() {
    var cancelled = new CancelAfter(1);
    assertThrows(
        CancellationException.class,
        () -> PrincipalComponents.of(Points.noise(2000, 3, 1), cancelled));
    assertEquals(1, cancelled.reports.get());
  }

  @Test
  void progressCountsNeurons() throws EngineUnavailableException {
    var cancelled = new CancelAfter(Integer.MAX_VALUE);
    PrincipalComponents.of(Points.noise(2000, 3, 1), cancelled);
    assertTrue(cancelled.reports.get() >= 8);
  }
}
