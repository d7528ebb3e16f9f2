// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.markup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void numbersHaveFourDigitsAndATrueMinus() {
    assertEquals("−0.1235", Numbers.show(-0.123456));
    assertEquals("1.000", Numbers.show(1.0));
    assertEquals("0.2500", Numbers.show(0.25));
    assertEquals("10.00", Numbers.show(9.9999));
    assertEquals("12346", Numbers.show(12346.0));
    assertEquals("−1.200e−7", Numbers.show(-1.2e-7));
    assertEquals("0", Numbers.show(-0.0));
    assertEquals("NaN", Numbers.show(Double.NaN));
    assertEquals("−∞", Numbers.show(Double.NEGATIVE_INFINITY));
    assertEquals("36,864", Numbers.show(36_864L));
    assertEquals("12.3\u00A0%", Numbers.percent(0.1234));
    assertEquals("−0.060", Numbers.fixed(-0.06, 3));
  }

  @Test
  void pixelsHaveTenths() {
    assertEquals("12.5", Numbers.pixels(12.46));
    assertEquals("-0.3", Numbers.pixels(-0.31));
    assertEquals("0", Numbers.pixels(-0.01));
    assertEquals("-3", Numbers.pixels(-3));
  }

  @Test
  void escapeKeepsWhatIsHarmless() {
    assertEquals("&lt;a b=&#39;&quot;&amp;\n\té😀", Markup.escape("<a b='\"&\n\té😀"));
    assertEquals("\\uD800x\\uDC00", Markup.escape("\uD800x\uDC00"));
  }
}
