// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.figure;

import static polyseme.analysis.figure.Svg.px;

import polyseme.analysis.markup.Numbers;
import polyseme.analysis.projection.Embedding2D;

/// The map of all neurons as SVG. Both axes have the same scale, so distances can be compared.
public final class SvgScatter {

  /// Up to this many points each tells its neuron on hover; beyond, the points of a colour are one
  /// path.
  public static final int NAMED_POINTS = 6000;

  private static final int LEFT = 56;
  private static final int TOP = 16;
  private static final int BOTTOM = 48;
  private static final int LEGEND = 184;
  private static final int NAMED_LEGEND = 272;

  private final Embedding2D map;
  private final MapLegend legend;
  private final MapOptions options;
  private final int side;
  private final Plane plane;
  private final Svg svg;

  private SvgScatter(Embedding2D map, MapColoring coloring, MapOptions options) {
    this.map = map;
    this.options = options;
    legend = MapLegend.of(coloring, map.neurons());
    side = legend.isNamed() ? NAMED_LEGEND : LEGEND;
    plane =
        Plane.around(
            map.xy(), LEFT, TOP, options.width() - LEFT - side, options.height() - TOP - BOTTOM);
    svg = new Svg(options.width(), options.height(), options.title(), options.theme());
  }

  /// Draws a map.
  ///
  /// @param map where the neurons are
  /// @param coloring what the colours say
  /// @param options size, theme, rings
  /// @return one SVG document, to be written as UTF-8
  public static String write(Embedding2D map, MapColoring coloring, MapOptions options) {
    return new SvgScatter(map, coloring, options).draw();
  }

  private String draw() {
    axes();
    points();
    var flags = new Flags(plane.left() + plane.width());
    options.ringed().forEach(id -> ring(map.neurons().row(id), id.toString(), flags));
    new LegendDrawing(svg, legend, options).draw(options.width() - side + 24, TOP + 10);
    notes();
    return svg.end();
  }

  private void axes() {
    var right = plane.left() + plane.width();
    var bottom = plane.top() + plane.height();
    var grid = "stroke:" + svg.border();
    for (var tick : Ticks.of(plane.minX(), plane.maxX(), 6)) {
      svg.line(
          plane.x(tick),
          plane.top(),
          plane.x(tick),
          bottom,
          grid + (tick == 0 ? "" : ";stroke-opacity:.45"));
      svg.text(
          plane.x(tick), bottom + 16, "text-anchor:middle;fill:" + svg.muted(), Ticks.label(tick));
    }
    for (var tick : Ticks.of(plane.minY(), plane.maxY(), 6)) {
      svg.line(
          plane.left(),
          plane.y(tick),
          right,
          plane.y(tick),
          grid + (tick == 0 ? "" : ";stroke-opacity:.45"));
      svg.text(
          plane.left() - 8,
          plane.y(tick) + 4,
          "text-anchor:end;fill:" + svg.muted(),
          Ticks.label(tick));
    }
    var style = "text-anchor:middle;font-size:12px;fill:" + svg.ink();
    svg.text(plane.left() + plane.width() / 2.0, bottom + 38, style, axisName(0));
    var middle = plane.top() + plane.height() / 2.0;
    svg.raw(
        "<text transform=\"translate(16 %s) rotate(-90)\" style=\"%s\">%s</text>\n"
            .formatted(px(middle), style, axisName(1)));
  }

  private String axisName(int axis) {
    return axis < map.explained().size()
        ? "PC%d (%s)".formatted(axis + 1, Numbers.percent(map.explained().get(axis)))
        : axis == 0 ? "x" : "y";
  }

  private void points() {
    var named = map.neurons().size() <= NAMED_POINTS;
    var size = named ? 5 : 2.6;
    for (var c = 0; c < legend.classes().size(); c++) {
      if (legend.sizes()[c] == 0) {
        continue;
      }
      svg.raw(
          "<g style=\"fill:none;stroke:%s;stroke-width:%s;stroke-linecap:round;stroke-opacity:%s\">"
              .formatted(
                  legend.classes().get(c).css(options.theme()), px(size), named ? ".8" : ".7"));
      svg.raw(named ? namedPoints(c) : "<path d=\"" + places(c) + "\"/>").raw("</g>\n");
    }
  }

  private String namedPoints(int c) {
    var out = new StringBuilder();
    for (var row = 0; row < map.neurons().size(); row++) {
      if (legend.classOf().get(row) == c && drawable(row)) {
        out.append("\n<path d=\"").append(place(row)).append("\"><title>");
        out.append(map.neurons().id(row)).append("</title></path>");
      }
    }
    return out.append('\n').toString();
  }

  private String places(int c) {
    var out = new StringBuilder();
    for (var row = 0; row < map.neurons().size(); row++) {
      if (legend.classOf().get(row) == c && drawable(row)) {
        out.append(place(row));
      }
    }
    return out.toString();
  }

  private String place(int row) {
    var x = px(plane.x(map.xy().get(row, 0)));
    var y = px(plane.y(map.xy().get(row, 1)));
    return "M" + x + " " + y + "h0";
  }

  private void ring(int row, String name, Flags flags) {
    if (!drawable(row)) {
      return;
    }
    var x = plane.x(map.xy().get(row, 0));
    var y = plane.y(map.xy().get(row, 1));
    svg.raw(
        "<circle class=\"ring\" cx=\"%s\" cy=\"%s\" r=\"6\" style=\"fill:none;stroke:%s;stroke-width:2\"/>\n"
            .formatted(px(x), px(y), svg.ink()));
    var flag = flags.place(x, y, name);
    if (Math.abs(flag.baseline() - y) > 20) {
      svg.line(x, y, flag.nearX(), flag.baseline() - 4, "stroke:" + svg.ink());
    }
    svg.text(
        flag.nearX(),
        flag.baseline(),
        "font-size:12px;font-weight:600;paint-order:stroke;stroke-width:4px;stroke-linejoin:round;stroke:%s;fill:%s%s"
            .formatted(svg.panel(), svg.ink(), flag.leftwards() ? ";text-anchor:end" : ""),
        name);
  }

  private void notes() {
    var missing = 0;
    for (var row = 0; row < map.neurons().size(); row++) {
      missing += drawable(row) ? 0 : 1;
    }
    if (missing > 0) {
      svg.text(
          plane.left(),
          options.height() - 6,
          "fill:" + svg.muted(),
          "%s neurons without a place are not drawn".formatted(Numbers.show((long) missing)));
    }
  }

  private boolean drawable(int row) {
    return Float.isFinite(map.xy().get(row, 0)) && Float.isFinite(map.xy().get(row, 1));
  }
}
