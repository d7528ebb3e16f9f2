// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.heatmap;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import polyseme.analysis.color.DivergingScale;
import polyseme.analysis.color.PageTheme;
import polyseme.analysis.color.Theme;

/// The colours of one range in one page's theme.
///
/// @param range where the colours are full
/// @param theme the page's
record HeatColors(ColorRange range, PageTheme theme) {

  private static final int LEGEND_STEPS = 16;

  int rgb(float value, Theme of) {
    return DivergingScale.rgb(value, range.min(), range.max(), of);
  }

  String background(float value) {
    return theme.css(rgb(value, Theme.LIGHT), rgb(value, Theme.DARK));
  }

  String ink(float value) {
    return theme.css(
        DivergingScale.textRgb(rgb(value, Theme.LIGHT)),
        DivergingScale.textRgb(rgb(value, Theme.DARK)));
  }

  /// Values from one end of the range to the other, 0 among them, evenly spaced on either side.
  float[] legendValues() {
    var values = new float[2 * LEGEND_STEPS + 1];
    for (var i = 0; i <= LEGEND_STEPS; i++) {
      values[i] = range.min() * (LEGEND_STEPS - i) / LEGEND_STEPS;
      values[LEGEND_STEPS + i] = range.max() * i / LEGEND_STEPS;
    }
    return values;
  }

  /// Where 0 lies between the ends of the legend.
  double zeroAt() {
    var width = (double) range.max() - range.min();
    return width == 0 ? 0.5 : -range.min() / width;
  }

  /// A CSS gradient from the low end to the high end, true to scale.
  String gradient() {
    var values = legendValues();
    return IntStream.range(0, values.length)
        .mapToObj(i -> background(values[i]) + " " + percent(values[i]))
        .collect(Collectors.joining(",", "linear-gradient(90deg,", ")"));
  }

  private String percent(float value) {
    var width = (double) range.max() - range.min();
    var place = width == 0 ? 0.5 : (value - (double) range.min()) / width;
    return Math.round(place * 1000) / 10.0 + "%";
  }
}
