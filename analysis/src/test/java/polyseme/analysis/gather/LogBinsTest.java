// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The fine bins of histograms.
class LogBinsTest {

  @Test
  void everyFloatLiesBetweenTheEdgesOfItsBin() {
    var random = new SplittableRandom(3);
    for (var i = 0; i < 1_000_000; i++) {
      var value = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(value)) {
        assertInside(value);
      }
    }
    for (var value : new float[] {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, 1f, -1f, 32768f}) {
      assertInside(value);
    }
  }

  private static void assertInside(float value) {
    var bin = LogBins.of(value);
    assertTrue(
        LogBins.lowerEdge(bin) <= value && value < LogBins.lowerEdge(bin + 1),
        value + " in bin " + bin);
  }

  @Test
  void edgesAscendAndEachBeginsItsBin() {
    for (var bin = 1; bin < LogBins.COUNT; bin++) {
      var edge = LogBins.lowerEdge(bin);
      assertTrue(LogBins.lowerEdge(bin - 1) < edge, "bin " + bin);
      assertEquals(bin, LogBins.of(edge));
      assertEquals(bin - 1, LogBins.of(Math.nextDown(edge)));
    }
  }

  @Test
  void binsAreQuartersOfOctaves() {
    assertEquals(1.25f, LogBins.lowerEdge(LogBins.of(1f) + 1));
    assertEquals(2f, LogBins.lowerEdge(LogBins.of(1.9f) + 1));
    assertEquals(LogBins.ZERO, LogBins.of(-0f));
  }
}
