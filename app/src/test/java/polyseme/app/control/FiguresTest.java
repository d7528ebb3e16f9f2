// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void fourDigitsCount() {
    assertEquals("6.104", Figures.measured(6.1037));
    assertEquals("−0.03976", Figures.measured(-0.039759));
    assertEquals("28.40", Figures.measured(28.4));
    assertEquals("1,234", Figures.measured(1234.4));
    assertEquals("10.00", Figures.measured(9.9999));
    assertEquals("1.100", Figures.measured(1.1f));
  }

  @Test
  void whatIsTinyOrHugeHasAnExponent() {
    assertEquals("−4.426e−5", Figures.measured(-4.4261e-5));
    assertEquals("1.250e6", Figures.measured(1_250_000));
    assertEquals("0.0001000", Figures.measured(1e-4));
  }

  @Test
  void whatIsNotDefinedIsADash() {
    assertEquals("–", Figures.measured(Double.NaN));
    assertEquals("∞", Figures.measured(Double.POSITIVE_INFINITY));
    assertEquals("0", Figures.measured(-0.0));
  }

  @Test
  void sharesAreAlwaysAsWide() {
    assertEquals(Figures.share(0.62).length(), Figures.share(-0.2804).length());
    assertEquals("−0.280", Figures.share(-0.2804));
    assertEquals(Figures.share(1).length(), Figures.share(Double.NaN).length());
  }
}
