// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.color;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColorsTest {

  @ParameterizedTest
  @EnumSource(Theme.class)
  void zeroHasExactlyTheNeutralColourWhateverTheRange(Theme theme) {
    assertEquals(theme.neutral(), DivergingScale.rgb(0, -1, 4, theme));
    assertEquals(theme.neutral(), DivergingScale.rgb(-0f, 0, 0, theme));
    assertEquals(
        theme.neutral(), DivergingScale.rgb(0, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, theme));
  }

  @Test
  void zeroIsWhiteInLightAndTheBackgroundInDark() {
    assertEquals(0xFFFFFF, Theme.LIGHT.neutral());
    assertEquals(Theme.DARK.background(), Theme.DARK.neutral());
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void valuesBeyondTheRangeHaveTheColourOfItsEnd(Theme theme) {
    var high = DivergingScale.rgb(2, -2, 2, theme);
    assertEquals(high, DivergingScale.rgb(3, -2, 2, theme));
    assertEquals(high, DivergingScale.rgb(Float.POSITIVE_INFINITY, -2, 2, theme));
    assertEquals(
        high, DivergingScale.rgb(Float.POSITIVE_INFINITY, -2, Float.POSITIVE_INFINITY, theme));
    var low = DivergingScale.rgb(-2, -2, 2, theme);
    assertEquals(low, DivergingScale.rgb(Float.NEGATIVE_INFINITY, -2, 2, theme));
    assertEquals(
        high, DivergingScale.rgb(1, 0, 0, theme), "a range of one point is full beyond it");
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void nanIsGrey(Theme theme) {
    assertEquals(theme.missing(), DivergingScale.rgb(Float.NaN, -1, 1, theme));
  }

  @Test
  void rangeWithoutZeroIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> DivergingScale.rgb(1, 0.5f, 2, Theme.LIGHT));
    assertThrows(
        IllegalArgumentException.class, () -> DivergingScale.rgb(1, Float.NaN, 2, Theme.LIGHT));
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void equalStepsLookEquallyLarge(Theme theme) {
    for (var side : new float[] {-1, 1}) {
      IntUnaryOperator colour = i -> DivergingScale.rgb(side * i / 10f, -1, 1, theme);
      var whole = OkLab.of(colour.applyAsInt(0)).distance(OkLab.of(colour.applyAsInt(10)));
      for (var i = 0; i < 10; i++) {
        var step = OkLab.of(colour.applyAsInt(i)).distance(OkLab.of(colour.applyAsInt(i + 1)));
        // 15 %: rounding to 8 bits moves a dark colour by up to that share of a tenth of the ramp
        assertEquals(whole / 10, step, 0.15 * whole / 10, theme + " " + side + " step " + i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void textOnEveryScaleColourIsReadable(Theme theme) {
    for (var i = -5000; i <= 5000; i++) {
      readable(DivergingScale.rgb(i / 5000f, -1, 1, theme));
    }
    readable(theme.missing());
    for (var i = 0; i <= 1000; i++) {
      readable(Sequential.viridis(i / 1000.0));
    }
    for (var i = 0; i < Categorical.MANY; i++) {
      readable(Categorical.many(i, Categorical.MANY, theme));
    }
  }

  @Test
  void textOnAnyColourIsReadable() {
    for (var rgb = 0; rgb <= 0xFFFFFF; rgb += 61) {
      readable(rgb);
    }
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void textIsReadableOnEverySurface(Theme theme) {
    for (var surface : new int[] {theme.background(), theme.panel(), theme.raised()}) {
      for (var ink : new int[] {theme.text(), theme.mutedText(), theme.accent()}) {
        assertTrue(Rgb.contrast(ink, surface) >= 4.5, Rgb.css(ink) + " on " + Rgb.css(surface));
      }
    }
  }

  @Test
  void viridisGrowsLighterAndMeetsItsKnownColours() {
    var before = -1.0;
    for (var i = 0; i <= 256; i++) {
      var lightness = OkLab.of(Sequential.viridis(i / 256.0)).l();
      // 0.002: half an 8-bit step of one channel
      assertTrue(lightness >= before - 0.002, "at " + i);
      before = lightness;
    }
    assertEquals(0x440154, Sequential.viridis(-3));
    assertEquals(0x21918C, Sequential.viridis(0.5));
    assertEquals(0xFDE725, Sequential.viridis(Double.POSITIVE_INFINITY));
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void tenCategoriesAndTheGreyAreToldApart(Theme theme) {
    for (var i = 0; i < Categorical.DISTINCT; i++) {
      var colour = Categorical.rgb(i, theme);
      assertTrue(Rgb.contrast(colour, theme.panel()) >= 2.3, Rgb.css(colour));
      apart(colour, theme.other(), 0.07);
      for (var j = 0; j < i; j++) {
        apart(colour, Categorical.rgb(j, theme), 0.08);
      }
    }
    assertEquals(theme.other(), Categorical.rgb(Categorical.DISTINCT, theme));
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void fortyClustersHaveColoursOfTheirOwn(Theme theme) {
    for (var i = 0; i < 40; i++) {
      for (var j = 0; j < i; j++) {
        // a just noticeable difference in OKLab is about 0.02
        apart(Categorical.many(i, 40, theme), Categorical.many(j, 40, theme), 0.06);
      }
    }
    assertEquals(Categorical.rgb(3, theme), Categorical.many(3, 40, theme));
    assertThrows(IllegalArgumentException.class, () -> Categorical.many(40, 40, theme));
  }

  @Test
  void cssHasSixDigits() {
    assertEquals("#00000a", Rgb.css(0xFF00000A));
  }

  private static void readable(int rgb) {
    var contrast = Rgb.contrast(DivergingScale.textRgb(rgb), rgb);
    assertTrue(contrast >= DivergingScale.MIN_CONTRAST, Rgb.css(rgb) + " " + contrast);
  }

  private static void apart(int one, int other, double least) {
    var distance = OkLab.of(one).distance(OkLab.of(other));
    assertTrue(distance >= least, Rgb.css(one) + " and " + Rgb.css(other) + ": " + distance);
  }
}
