// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.figure;

import static polyseme.analysis.figure.Svg.px;

import polyseme.analysis.markup.Numbers;

/// Draws the legend of a map: a swatch and a count a class, or a bar with numbers.
final class LegendDrawing {

  private static final int ROW = 18;
  private static final int NAME = 26;

  private final Svg svg;
  private final MapLegend legend;
  private final MapOptions options;

  LegendDrawing(Svg svg, MapLegend legend, MapOptions options) {
    this.svg = svg;
    this.legend = legend;
    this.options = options;
  }

  void draw(int x, int y) {
    svg.text(x, y, "font-size:12px;font-weight:600;fill:" + svg.ink(), legend.heading());
    if (legend.isContinuous()) {
      bar(x, y + 16);
    } else {
      swatches(x, y + 22);
    }
  }

  private void swatches(int x, int y) {
    var rows = Math.max(1, (options.height() - y - 32) / ROW);
    var columns = legend.isNamed() || legend.classes().size() <= rows ? 1 : 2;
    var shown = Math.min(legend.classes().size(), rows * columns);
    for (var i = 0; i < shown; i++) {
      swatch(i, x + (i / rows) * 80, y + (i % rows) * ROW, columns == 1 ? 140 : 70);
    }
    if (shown < legend.classes().size()) {
      svg.text(
          x,
          y + rows * ROW,
          "fill:" + svg.muted(),
          "%d more".formatted(legend.classes().size() - shown));
    }
  }

  private void swatch(int i, int x, int y, int width) {
    var one = legend.classes().get(i);
    svg.raw(
        "<circle cx=\"%d\" cy=\"%d\" r=\"4.5\" style=\"fill:%s\"/>\n"
            .formatted(x + 5, y - 4, one.css(options.theme())));
    svg.text(x + 16, y, "fill:" + svg.ink(), one.name());
    var named = legend.isNamed();
    svg.text(
        x + (named ? 64 : width),
        y,
        "text-anchor:end;font-variant-numeric:tabular-nums;fill:" + svg.muted(),
        Numbers.show((long) legend.sizes()[i]));
    if (named) {
      svg.text(x + 72, y, "fill:" + svg.ink(), shortened(one.words()));
    }
  }

  private static String shortened(String words) {
    var length = words.codePointCount(0, words.length());
    return length <= NAME
        ? words
        : words.substring(0, words.offsetByCodePoints(0, NAME - 1)).strip() + "…";
  }

  private void bar(int x, int y) {
    var height = 200;
    var steps = legend.classes().size() - 1;
    for (var i = 0; i < steps; i++) {
      svg.rect(
          x,
          y + height - (i + 1) * (double) height / steps,
          14,
          (double) height / steps + 0.3,
          "fill:" + legend.classes().get(i).css(options.theme()));
    }
    var label = "font-variant-numeric:tabular-nums;fill:" + svg.muted();
    svg.text(x + 24, y + 8, label, "≥ " + Numbers.show(legend.high(), 3));
    svg.text(x + 24, y + height, label, "≤ " + Numbers.show(legend.low(), 3));
    var width = legend.high() - legend.low();
    for (var tick : Ticks.of(legend.low() + 0.1 * width, legend.high() - 0.1 * width, 4)) {
      var at = y + height - (tick - legend.low()) / width * height;
      if (width > 0) {
        svg.line(x + 14, at, x + 18, at, "stroke:" + svg.muted());
        svg.text(x + 24, at + 4, label, Ticks.label(tick));
      }
    }
    svg.text(x, y + height + 20, "fill:" + svg.muted(), "ends: 2nd, 98th percentile");
    var missing = legend.sizes()[steps];
    if (missing > 0) {
      svg.raw(
          "<circle cx=\"%d\" cy=\"%s\" r=\"4.5\" style=\"fill:%s\"/>\n"
              .formatted(
                  x + 5, px(y + height + 36), legend.classes().get(steps).css(options.theme())));
      svg.text(
          x + 16,
          y + height + 40,
          "fill:" + svg.muted(),
          "no number: " + Numbers.show((long) missing));
    }
  }
}
