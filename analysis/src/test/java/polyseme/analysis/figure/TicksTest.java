// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TicksTest {

  @Test
  void ticksAreRoundAndInside() {
    assertEquals(List.of(-1.0, -0.5, 0.0, 0.5, 1.0), Ticks.of(-1.2, 1.2, 5));
    assertEquals(List.of(0.0, 0.2, 0.4, 0.6), Ticks.of(0, 0.7, 4));
    assertEquals(List.of(3.0), Ticks.of(3, 3, 5));
    assertTrue(Ticks.of(Double.NaN, 1, 5).isEmpty());
    assertTrue(Ticks.of(0, Double.POSITIVE_INFINITY, 5).isEmpty());
  }

  @Test
  void everyScaleHasAFewTicks() {
    for (var power = -30; power <= 30; power++) {
      for (var lead : new double[] {1, 1.49, 1.51, 3.3, 5, 7.7, 9.99}) {
        var count = Ticks.of(0, lead * Math.pow(10, power), 5).size();
        assertTrue(count >= 3 && count <= 9, count + " ticks to " + lead + "e" + power);
      }
    }
  }

  @Test
  void labelsSayNoMoreThanTheTick() {
    assertEquals("0", Ticks.label(-0.0));
    assertEquals("−0.5", Ticks.label(-0.5));
    assertEquals("20", Ticks.label(20));
    assertEquals("3e6", Ticks.label(3e6));
    assertEquals("2e−7", Ticks.label(2e-7));
    assertEquals("0.3", Ticks.label(0.1 + 0.2));
  }

  @Test
  void powersOfTenEndInTime() {
    assertEquals(List.of(1L, 10L, 100L), Ticks.powersOfTen(999));
    assertEquals(19, Ticks.powersOfTen(Long.MAX_VALUE).size());
    assertTrue(Ticks.powersOfTen(0).isEmpty());
  }
}
