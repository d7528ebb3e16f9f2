// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.heatmap;

import static polyseme.analysis.markup.Markup.escape;

import java.util.Locale;
import polyseme.analysis.color.PageTheme;
import polyseme.analysis.markup.HtmlPage;
import polyseme.analysis.markup.Numbers;
import polyseme.analysis.parity.ParityBadge;
import polyseme.analysis.parity.ParityHtml;

/// A heat map as HTML: the tokens flow as text, each on the colour of its activation.
public final class HtmlHeatmap {

  private HtmlHeatmap() {}

  /// A page of its own, without script or outside addresses.
  ///
  /// @param heatmap what to show
  /// @param parity whether the model was compared with a reference
  /// @param theme light, dark or the reader's
  /// @return the page, to be written as UTF-8
  public static String page(TokenHeatmap heatmap, ParityBadge parity, PageTheme theme) {
    var title = "%s · %s".formatted(heatmap.unit(), heatmap.source());
    var body = "<main>\n" + fragment(heatmap, theme) + ParityHtml.line(parity) + "</main>\n";
    return HtmlPage.write(title, theme, "", body);
  }

  /// A figure for a page made by [HtmlPage]: head, legend, tokens and a table of the same numbers.
  ///
  /// @param heatmap what to show
  /// @param theme the page's theme
  /// @return one `figure` element
  public static String fragment(TokenHeatmap heatmap, PageTheme theme) {
    var hook = heatmap.unit().hook().name();
    return """
    <figure class="heat" role="group" aria-label="%s">
    <figcaption class="heat-head"><span class="unit">%s</span><code class="hook">%s</code>\
    <span class="muted">%s</span></figcaption>
    %s<p class="small muted">%s Weight processing: %s.</p>
    %s%s</figure>
    """
        .formatted(
            escape(
                "Activations of %s at %s in %s".formatted(heatmap.unit(), hook, heatmap.source())),
            escape(heatmap.unit().toString()),
            escape(hook),
            escape(heatmap.source()),
            legend(heatmap.range(), theme),
            peakLine(heatmap),
            escape(heatmap.processing()),
            tokens(TokenRun.of(heatmap), theme),
            table(heatmap));
  }

  /// The colour bar of a range, with its numbers.
  ///
  /// @param range where the colours are full
  /// @param theme the page's theme
  /// @return one `div` element
  public static String legend(ColorRange range, PageTheme theme) {
    var colors = new HeatColors(range, theme);
    var zero = colors.zeroAt();
    var middle =
        zero < 0.1 || zero > 0.9
            ? ""
            : String.format(
                Locale.ROOT, "<span class=\"zero\" style=\"left:%.1f%%\">0</span>", 100 * zero);
    return """
    <div class="legend" role="img" aria-label="Colours from %1$s over 0 to %2$s">\
    <span class="bar" style="background:%3$s"></span>\
    <span class="marks num"><span>%1$s</span>%4$s<span>%2$s</span></span></div>
    """
        .formatted(Numbers.show(range.min()), Numbers.show(range.max()), colors.gradient(), middle);
  }

  /// The tokens alone, for a page that shows head and legend once.
  ///
  /// @param run tokens, activations and what stands out
  /// @param theme the page's theme
  /// @return one `div` element
  public static String tokens(TokenRun run, PageTheme theme) {
    var colors = new HeatColors(run.heatmap().range(), theme);
    var out = new StringBuilder("<div class=\"tokens\" dir=\"auto\">");
    for (var i = 0; i < run.heatmap().activations().size(); i++) {
      appendToken(out, run, i, colors);
    }
    return out.append("</div>\n").toString();
  }

  private static void appendToken(StringBuilder out, TokenRun run, int i, HeatColors colors) {
    var token = run.heatmap().text().tokens().get(i);
    var value = run.heatmap().activations().get(i);
    var visible = VisibleToken.of(token);
    out.append("<span class=\"t").append(token.special() ? " s" : "");
    out.append(i == run.peak() ? " p" : "").append(Float.isNaN(value) ? " x\"" : "\"");
    if (value != 0) {
      out.append(" style=\"background-color:").append(colors.background(value));
      out.append(";color:").append(colors.ink(value)).append('"');
    }
    out.append(" title=\"").append(escape(hover(run, i))).append("\">");
    for (var part : visible.parts()) {
      if (part.mark()) {
        out.append(opening(part.text())).append(escape(part.text())).append("</i>");
      } else {
        out.append(escape(part.text()));
      }
    }
    out.append("</span>");
  }

  private static String opening(String mark) {
    return switch (mark) {
      case "⏎" -> "<i class=\"nl\">";
      case "⇥" -> "<i class=\"tab\">";
      default -> "<i>";
    };
  }

  private static String hover(TokenRun run, int i) {
    var token = run.heatmap().text().tokens().get(i);
    return "%s\nposition %d · token %d%s"
        .formatted(
            Numbers.show(run.heatmap().activations().get(i)),
            run.firstPosition() + i,
            token.id(),
            i == run.peak() ? " · peak" : "");
  }

  private static String peakLine(TokenHeatmap heatmap) {
    var peak = heatmap.peak();
    if (peak < 0) {
      return "No token of the text has an activation.";
    }
    return "Highest: “<bdi class=\"mono\">%s</bdi>” at position %d, %s (underlined). Full colour at %s and %s."
        .formatted(
            escape(VisibleToken.of(heatmap.text().tokens().get(peak)).display()),
            peak,
            Numbers.show(heatmap.activations().get(peak)),
            Numbers.show(heatmap.range().min()),
            Numbers.show(heatmap.range().max()));
  }

  private static String table(TokenHeatmap heatmap) {
    var out = new StringBuilder("<details><summary>The same as a table</summary>\n<table>");
    out.append("<thead><tr><th class=\"n\" scope=\"col\">position</th>");
    out.append("<th class=\"n\" scope=\"col\">id</th><th scope=\"col\">token</th>");
    out.append("<th class=\"n\" scope=\"col\">activation</th></tr></thead>\n<tbody>\n");
    for (var i = 0; i < heatmap.activations().size(); i++) {
      var token = heatmap.text().tokens().get(i);
      out.append("<tr><td class=\"n\">").append(i).append("</td><td class=\"n\">");
      out.append(token.id()).append("</td><td>“<bdi class=\"mono\">");
      out.append(escape(VisibleToken.of(token).display())).append("</bdi>”");
      out.append("</td><td class=\"n\">").append(Numbers.show(heatmap.activations().get(i)));
      out.append("</td></tr>\n");
    }
    return out.append("</tbody></table></details>\n").toString();
  }
}
