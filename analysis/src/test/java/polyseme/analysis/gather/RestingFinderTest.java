// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.NeuronIndex;

/// Resting levels and steps from a pilot.
class RestingFinderTest {

  /// One document, one layer; a row of `tokens` holds the neurons' activations.
  private static Resting found(float[][] tokens) {
    var width = tokens[0].length;
    var neurons = new NeuronIndex(1, width);
    var core = new ScanCore(neurons, 1, List.of());
    var values = FloatBuffer.allocate(tokens.length * width);
    for (var row : tokens) {
      values.put(row);
    }
    core.beginUnit();
    var batch =
        new WindowBatch(
            TokenBatch.ofRows(List.of(new int[tokens.length])),
            List.of(Window.whole(0, 0, tokens.length)),
            0);
    core.accept(0, values.flip(), batch, null);
    return RestingFinder.find(core, neurons);
  }

  private static Resting ofOne(float... activations) {
    var tokens = new float[activations.length][1];
    for (var t = 0; t < tokens.length; t++) {
      tokens[t][0] = activations[t];
    }
    return found(tokens);
  }

  @Test
  void aNeuronRestsInTheMiddleOfItsFullestBin() {
    assertEquals(1.125f, ofOne(1.1f, 1.2f, 3, -4).level(0), "1 to 1.25");
    assertEquals(-1.125f, ofOne(-1.1f, -1.2f, 3, -4).level(0));
    assertEquals(0f, ofOne(0, 0, -0f, 7, 7).level(0));
    assertEquals(0x1p-17f, ofOne(1e-6f, 2e-6f, 1).level(0), "0 to 2^-16");
  }

  @Test
  void ofEquallyFullBinsTheNearestToZeroCounts() {
    assertEquals(0f, ofOne(0, 3, -2).level(0));
    assertEquals(-1.125f, ofOne(-1.1f, 3).level(0));
    assertEquals(1.125f, ofOne(-1.1f, 1.1f).level(0));
  }

  @Test
  void binsWithoutEndGiveTheirFiniteEdge() {
    assertEquals(32768f, ofOne(40_000, 1e30f, 1).level(0));
    assertEquals(-32768f, ofOne(-40_000, -1e30f, 1).level(0));
    for (var bin = 0; bin < LogBins.COUNT; bin++) {
      assertEquals(-RestingFinder.middle(bin), RestingFinder.middle(2 * LogBins.ZERO - bin), 0f);
      assertEquals(bin, LogBins.of(RestingFinder.middle(bin)));
    }
  }

  @Test
  void theExponentCoversTheGreatestDistanceFromRestAndFromZero() {
    assertEquals(2, ofOne(0, 0, 4).quanta().exponent(0));
    assertEquals(3, ofOne(0, 0, -4.5f).quanta().exponent(0));
    assertEquals(3, ofOne(4, 4, -3).quanta().exponent(0), "from 4.5 to -3 is 7.5");
    assertEquals(100, ofOne(3e38f, 3e38f, -3e38f).quanta().exponent(0));
  }

  @Test
  void aSilentNeuronStillGetsAnExponentTenBelowItsLayers() {
    var resting = found(new float[][] {{0, 5, 1e-9f}, {0, -7, 0}, {0, 0, 0}});
    assertEquals(3, resting.quanta().exponent(1));
    assertEquals(-7, resting.quanta().exponent(0));
    assertEquals(-7, resting.quanta().exponent(2));
    assertTrue(ofOne(0, 0).quanta().exponent(0) >= -100);
  }
}
