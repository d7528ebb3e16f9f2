// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.heatmap;

import static polyseme.analysis.markup.Markup.escape;

import polyseme.analysis.color.PageTheme;
import polyseme.analysis.color.Theme;
import polyseme.analysis.markup.Numbers;

/// A heat map as SVG. Places come from the advance of a monospaced font, and every run is set to
/// its width, so that text and ground agree whatever font is found.
public final class SvgHeatmap {

  private static final int COLUMNS = 88;
  private static final double ADVANCE = 7.8;
  private static final int LINE = 24;
  private static final int MARGIN = 16;
  private static final int HEAD = 84;
  private static final double BAR = 240;
  private static final String MONO =
      "font-family=\"'JetBrains Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace\"";

  private SvgHeatmap() {}

  /// A figure with model, unit, hook name, legend and tokens.
  ///
  /// @param heatmap what to show
  /// @param theme light or dark for figures that leave the browser
  /// @return one SVG document, to be written as UTF-8
  public static String write(TokenHeatmap heatmap, PageTheme theme) {
    var flow = SvgFlow.of(heatmap, COLUMNS);
    var colors = new HeatColors(heatmap.range(), theme);
    var width = (int) Math.ceil(2 * MARGIN + COLUMNS * ADVANCE);
    var height = HEAD + flow.lines() * LINE + MARGIN;
    var title =
        "Activations of %s at %s in %s"
            .formatted(heatmap.unit(), heatmap.unit().hook().name(), heatmap.source());
    var out = new StringBuilder();
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
        role="img" aria-label="%3$s" style="color-scheme:%4$s">
        <title>%3$s</title>
        """
            .formatted(width, height, escape(title), theme.colorScheme()));
    out.append("<rect width=\"100%\" height=\"100%\" style=\"fill:");
    out.append(theme.css(Theme.LIGHT.neutral(), Theme.DARK.neutral())).append("\"/>\n");
    head(out, heatmap, theme);
    legend(out, colors);
    out.append("<g ").append(MONO).append(" font-size=\"13\" xml:space=\"preserve\">\n");
    flow.runs().forEach(run -> append(out, run, heatmap, colors));
    return out.append("</g>\n</svg>\n").toString();
  }

  private static void head(StringBuilder out, TokenHeatmap heatmap, PageTheme theme) {
    out.append(
        "<g font-family=\"Inter,system-ui,'Segoe UI','DejaVu Sans',sans-serif\" style=\"fill:");
    out.append(theme.css(Theme.LIGHT.text(), Theme.DARK.text())).append("\">\n");
    out.append(
        "<text x=\"%d\" y=\"32\" font-size=\"18\" font-weight=\"600\">%s</text>\n"
            .formatted(MARGIN, escape(heatmap.unit().toString())));
    out.append(
        "<text x=\"%d\" y=\"54\" font-size=\"12\" style=\"fill:%s\">%s · %s</text>\n"
            .formatted(
                MARGIN,
                theme.css(Theme.LIGHT.mutedText(), Theme.DARK.mutedText()),
                escape(heatmap.unit().hook().name()),
                escape(heatmap.source())));
    out.append("</g>\n");
  }

  private static void legend(StringBuilder out, HeatColors colors) {
    var theme = colors.theme();
    var left = MARGIN + COLUMNS * ADVANCE - BAR;
    var values = colors.legendValues();
    var width = (double) colors.range().max() - colors.range().min();
    for (var i = 0; i + 1 < values.length && width > 0; i++) {
      var from = (values[i] - (double) colors.range().min()) / width;
      var to = (values[i + 1] - (double) colors.range().min()) / width;
      var value = values[i] < 0 ? values[i] : values[i + 1];
      out.append(
          "<rect x=\"%s\" y=\"22\" width=\"%s\" height=\"10\" style=\"fill:%s\"/>\n"
              .formatted(
                  Numbers.pixels(left + from * BAR),
                  Numbers.pixels((to - from) * BAR + 0.2),
                  colors.background(value)));
    }
    out.append(
        "<rect x=\"%s\" y=\"22\" width=\"%s\" height=\"10\" style=\"fill:none;stroke:%s\"/>\n"
            .formatted(
                Numbers.pixels(left),
                Numbers.pixels(BAR),
                theme.css(Theme.LIGHT.border(), Theme.DARK.border())));
    out.append("<g ").append(MONO).append(" font-size=\"11\" style=\"fill:");
    out.append(theme.css(Theme.LIGHT.mutedText(), Theme.DARK.mutedText())).append("\">\n");
    label(out, left, "start", Numbers.show(colors.range().min()));
    if (colors.zeroAt() > 0.1 && colors.zeroAt() < 0.9) {
      label(out, left + colors.zeroAt() * BAR, "middle", "0");
    }
    label(out, left + BAR, "end", Numbers.show(colors.range().max()));
    out.append("</g>\n");
  }

  private static void label(StringBuilder out, double x, String anchor, String text) {
    out.append(
        "<text x=\"%s\" y=\"47\" text-anchor=\"%s\">%s</text>\n"
            .formatted(Numbers.pixels(x), anchor, text));
  }

  private static void append(
      StringBuilder out, SvgFlow.Run run, TokenHeatmap heatmap, HeatColors colors) {
    var value = heatmap.activations().get(run.token());
    var x = MARGIN + run.column() * ADVANCE;
    var y = HEAD + run.line() * LINE;
    var width = run.width() * ADVANCE;
    out.append(
        "<g class=\"t\"><title>%s at position %d</title>"
            .formatted(Numbers.show(value), run.token()));
    out.append(
        "<rect x=\"%s\" y=\"%d\" width=\"%s\" height=\"20\" rx=\"3\" style=\"fill:%s;stroke:%s;stroke-width:.5%s\"/>"
            .formatted(
                Numbers.pixels(x),
                y,
                Numbers.pixels(width),
                colors.background(value),
                colors.theme().css(Theme.LIGHT.border(), Theme.DARK.border()),
                Float.isNaN(value) ? ";stroke-dasharray:2 2" : ""));
    var ink = colors.ink(value);
    out.append(
        "<text x=\"%s\" y=\"%d\" textLength=\"%s\" lengthAdjust=\"spacingAndGlyphs\" style=\"white-space:pre;fill:%s\">%s</text>"
            .formatted(Numbers.pixels(x), y + 14, Numbers.pixels(width), ink, escape(run.text())));
    if (run.token() == heatmap.peak()) {
      out.append(
          "<rect class=\"peak\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"2\" style=\"fill:%s\"/>"
              .formatted(Numbers.pixels(x), y + 17, Numbers.pixels(width), ink));
    }
    out.append("</g>\n");
  }
}
