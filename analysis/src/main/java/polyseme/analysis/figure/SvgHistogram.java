// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.figure;

import static polyseme.analysis.figure.Svg.px;

import java.util.ArrayList;
import java.util.List;
import polyseme.analysis.color.DivergingScale;
import polyseme.analysis.color.PageTheme;
import polyseme.analysis.color.Theme;
import polyseme.analysis.markup.Numbers;
import polyseme.analysis.scan.DensityAxis;
import polyseme.analysis.scan.Histogram;

/// A neuron's histogram as SVG, bars in the colours of its heat maps. Bins may differ in width, so
/// the height of a bar is its density, the share of tokens a unit of activation, on a logarithmic
/// axis; its count shows on hover.
public final class SvgHistogram {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 240;
  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 12;
  private static final int BOTTOM = 44;

  private final Histogram histogram;
  private final List<Double> edges;
  private final List<Double> densities;
  private final DensityAxis axis;
  private final Svg svg;

  private SvgHistogram(Histogram histogram, String title, PageTheme theme) {
    this.histogram = histogram;
    edges = finite(histogram.edges());
    densities = new Histogram(edges, histogram.counts()).densities();
    axis = DensityAxis.of(densities);
    svg = new Svg(WIDTH, HEIGHT, title, theme);
  }

  /// Draws a histogram.
  ///
  /// @param histogram what to draw; infinite outer edges are drawn one bin further out
  /// @param title what it shows, read by screen readers
  /// @param theme light, dark or the page's
  /// @return one SVG document, to be written as UTF-8
  public static String write(Histogram histogram, String title, PageTheme theme) {
    return new SvgHistogram(histogram, title, theme).draw();
  }

  private String draw() {
    if (histogram.counts().isEmpty()) {
      return svg.text(LEFT, HEIGHT / 2.0, "fill:" + svg.muted(), "No activations were counted.")
          .end();
    }
    var label = "font-variant-numeric:tabular-nums;fill:" + svg.muted();
    var every = (int) Math.ceil((axis.high() - axis.low()) / 7);
    for (var power = (int) Math.ceil(axis.low()); power <= axis.high(); power += every) {
      var y = y(Math.pow(10, power));
      svg.line(LEFT, y, WIDTH - RIGHT, y, "stroke:" + svg.border() + ";stroke-opacity:.6");
      svg.text(LEFT - 8, y + 4, "text-anchor:end;" + label, Ticks.label(Math.pow(10, power)));
    }
    bars();
    var floor = HEIGHT - BOTTOM;
    svg.line(LEFT, floor, WIDTH - RIGHT, floor, "stroke:" + svg.muted());
    for (var tick : Ticks.of(edges.getFirst(), edges.getLast(), 8)) {
      svg.line(x(tick), floor, x(tick), floor + 4, "stroke:" + svg.muted());
      svg.text(x(tick), floor + 16, "text-anchor:middle;" + label, Ticks.label(tick));
    }
    if (edges.getFirst() < 0 && edges.getLast() > 0) {
      svg.line(x(0), TOP, x(0), floor, "stroke:" + svg.ink() + ";stroke-dasharray:3 3");
    }
    svg.text(
        LEFT + (WIDTH - LEFT - RIGHT) / 2.0,
        HEIGHT - 8,
        "text-anchor:middle;fill:" + svg.muted(),
        "activation · density: share of tokens a unit of activation");
    svg.raw(
        "<text transform=\"translate(12 %s) rotate(-90)\" style=\"text-anchor:middle;fill:%s\">density, log scale</text>\n"
            .formatted(px((TOP + floor) / 2.0), svg.muted()));
    return svg.end();
  }

  private void bars() {
    var reach = (float) Math.max(Math.abs(edges.getFirst()), Math.abs(edges.getLast()));
    for (var i = 0; i < histogram.counts().size(); i++) {
      var count = histogram.counts().get(i);
      if (count > 0) {
        var left = x(edges.get(i));
        var width = Math.max(0.5, x(edges.get(i + 1)) - left - 0.5);
        svg.raw(
            "<g><title>%s tokens from %s to %s, density %s</title><rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" style=\"fill:%s\"/></g>\n"
                .formatted(
                    Numbers.show(count),
                    Numbers.show(histogram.edges().get(i)),
                    Numbers.show(histogram.edges().get(i + 1)),
                    Numbers.show(densities.get(i), 3),
                    px(left),
                    px(y(densities.get(i))),
                    px(width),
                    px(HEIGHT - BOTTOM - y(densities.get(i))),
                    color((float) ((edges.get(i) + edges.get(i + 1)) / 2), reach)));
      }
    }
  }

  private String color(float middle, float reach) {
    // decision: bars begin at a third of the colour, for bars near 0 would not be seen on the panel
    var strength = Math.copySign(reach / 3 + Math.abs(middle) * 2 / 3, middle);
    return svg.css(
        DivergingScale.rgb(strength, -reach, reach, Theme.LIGHT),
        DivergingScale.rgb(strength, -reach, reach, Theme.DARK));
  }

  private double x(double value) {
    var share = (value - edges.getFirst()) / (edges.getLast() - edges.getFirst());
    return LEFT + (Double.isFinite(share) ? share : 0.5) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double density) {
    return HEIGHT - BOTTOM - axis.share(density) * (HEIGHT - TOP - BOTTOM);
  }

  private static List<Double> finite(List<Double> edges) {
    var bins = edges.size() - 1;
    if (bins < 3) {
      return edges;
    }
    var all = new ArrayList<>(edges);
    if (Double.isInfinite(all.getFirst())) {
      all.set(0, 2 * all.get(1) - all.get(2));
    }
    if (Double.isInfinite(all.getLast())) {
      all.set(bins, 2 * all.get(bins - 1) - all.get(bins - 2));
    }
    return List.copyOf(all);
  }
}
