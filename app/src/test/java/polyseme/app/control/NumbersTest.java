// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class NumbersTest {

  @Test
  void numbersKeepTheDigitsThatCount() {
    assertEquals("0", Numbers.brief(0));
    assertEquals("0", Numbers.brief(-0.0));
    assertEquals("−1.2", Numbers.brief(-1.2));
    assertEquals("100", Numbers.brief(100));
    assertEquals("7.42", Numbers.brief(7.421));
    assertEquals("0.031", Numbers.brief(0.0312));
    assertEquals("1.2e+04", Numbers.brief(12_345));
    assertEquals("–", Numbers.brief(Double.NaN));
  }

  @Test
  void countsOnAnAxisAreShort() {
    assertEquals("100", Numbers.power(2));
    assertEquals("10⁻⁴", Numbers.power(-4));
    assertEquals("0.01", Numbers.power(-2));
  }
}
