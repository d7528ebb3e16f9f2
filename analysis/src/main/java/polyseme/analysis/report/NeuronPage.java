// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.report;

import static polyseme.analysis.markup.Markup.escape;

import java.util.List;
import polyseme.analysis.color.PageTheme;
import polyseme.analysis.figure.SvgHistogram;
import polyseme.analysis.heatmap.ColorRange;
import polyseme.analysis.heatmap.HtmlHeatmap;
import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.analysis.heatmap.TokenRun;
import polyseme.analysis.heatmap.VisibleToken;
import polyseme.analysis.markup.HtmlPage;
import polyseme.analysis.markup.Numbers;
import polyseme.analysis.parity.ParityBadge;
import polyseme.analysis.parity.ParityHtml;
import polyseme.analysis.scan.Example;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.analysis.scan.ScanProvenance;
import polyseme.analysis.scan.Statistic;
import polyseme.engine.hook.UnitAddress;

/// What a scan says of one neuron, for people: statistics, histogram, examples as heat maps.
public final class NeuronPage {

  private final NeuronProfile profile;
  private final String why;
  private final ScanProvenance provenance;
  private final PageTheme theme;
  private final ColorRange range;

  private NeuronPage(ShownNeuron neuron, ScanProvenance provenance, PageTheme theme) {
    profile = neuron.profile();
    why = neuron.why();
    this.provenance = provenance;
    this.theme = theme;
    range = range(profile);
  }

  /// A page of its own.
  ///
  /// @param profile the neuron
  /// @param provenance the scan's
  /// @param parity whether the scan's model was compared with a reference
  /// @param theme light, dark or the reader's
  /// @param examples how many of the highest and of the lowest to show
  /// @return the page, to be written as UTF-8
  public static String page(
      NeuronProfile profile,
      ScanProvenance provenance,
      ParityBadge parity,
      PageTheme theme,
      int examples) {
    var title = "%s · %s".formatted(profile.id(), provenance.modelName());
    var body =
        "<main>\n%s%s%s</main>\n"
            .formatted(
                section(new ShownNeuron(profile, ""), provenance, theme, examples),
                ParityHtml.line(parity),
                Provenances.section(provenance, parity, ""));
    return HtmlPage.write(title, theme, "report.css", body);
  }

  /// A section for a page with the style sheet `report.css`.
  ///
  /// @param neuron the neuron
  /// @param provenance the scan's
  /// @param theme the page's theme
  /// @param examples how many of the highest and of the lowest to show
  /// @return one `section` element
  public static String section(
      ShownNeuron neuron, ScanProvenance provenance, PageTheme theme, int examples) {
    return new NeuronPage(neuron, provenance, theme).write(examples);
  }

  private String write(int examples) {
    var id = profile.id();
    var hook = UnitAddress.of(id).hook().name();
    return """
    <section class="neuron" id="%1$s" aria-label="Neuron %1$s">
    <header class="neuron-head"><h2>%1$s</h2><code>%2$s</code><span class="muted">%3$s</span></header>%10$s
    <div class="card facts">
    %4$s<figure>%5$s%9$s</figure>
    </div>
    %6$s%7$s%8$s</section>
    """
        .formatted(
            id,
            escape(hook),
            escape(provenance.modelName()),
            stats(),
            SvgHistogram.write(
                profile.histogram(), "Density of the activations of %s".formatted(id), theme),
            HtmlHeatmap.legend(range, theme),
            examples("Highest", profile.examples().highest(), examples),
            examples("Lowest", profile.examples().lowest(), examples),
            counts(),
            why.isEmpty() ? "" : "\n<p class=\"why\">%s</p>".formatted(escape(why)));
  }

  private String counts() {
    var out =
        new StringBuilder("<details><summary>Counts as a table</summary>\n<table><thead><tr>");
    out.append("<th class=\"n\" scope=\"col\">from</th><th class=\"n\" scope=\"col\">below</th>");
    out.append("<th class=\"n\" scope=\"col\">tokens</th></tr></thead><tbody>\n");
    var edges = profile.histogram().edges();
    for (var i = 0; i < profile.histogram().counts().size(); i++) {
      out.append("<tr><td class=\"n\">").append(Numbers.show(edges.get(i)));
      out.append("</td><td class=\"n\">").append(Numbers.show(edges.get(i + 1)));
      out.append("</td><td class=\"n\">").append(Numbers.show(profile.histogram().counts().get(i)));
      out.append("</td></tr>\n");
    }
    return out.append("</tbody></table></details>\n").toString();
  }

  private String stats() {
    var out = new StringBuilder("<table class=\"stats\"><caption>Over ");
    out.append(Numbers.show(profile.stats().count()));
    out.append(" tokens, beginning-of-text tokens left out</caption><tbody>\n");
    for (var statistic : Statistic.values()) {
      var value = statistic.of(profile.stats());
      var shown =
          statistic == Statistic.FRACTION_POSITIVE ? Numbers.percent(value) : Numbers.show(value);
      out.append("<tr><th scope=\"row\">").append(escape(statistic.title()));
      out.append("</th><td class=\"n\">").append(shown).append("</td><td class=\"muted small\">");
      out.append(escape(statistic.meaning())).append("</td></tr>\n");
    }
    return out.append("</tbody></table>\n").toString();
  }

  private String examples(String name, List<Example> examples, int most) {
    var shown = Math.min(most, examples.size());
    var out = new StringBuilder("<h3>").append(name).append(" <span class=\"muted\">");
    out.append(shown).append(" of ").append(examples.size()).append(" kept, one a document");
    out.append("</span></h3>\n");
    if (shown == 0) {
      return out.append("<p class=\"muted\">The scan kept no examples.</p>\n").toString();
    }
    out.append("<ol class=\"examples\">\n");
    examples.stream().limit(shown).forEach(example -> append(out, example));
    return out.append("</ol>\n").toString();
  }

  private void append(StringBuilder out, Example example) {
    var heatmap =
        new TokenHeatmap(
            provenance.modelName(),
            provenance.processing(),
            UnitAddress.of(profile.id()),
            example.context(),
            example.activations(),
            range);
    var position = example.peak().position();
    var first = position - example.peakIndex();
    var last = first + example.context().tokens().size() - 1;
    var peak = VisibleToken.of(example.context().tokens().get(example.peakIndex())).display();
    out.append("<li class=\"ex\"><div class=\"ex-head\"><span class=\"num value\">");
    out.append(Numbers.show(example.activation())).append("</span><span>“<bdi class=\"mono\">");
    out.append(escape(peak)).append("</bdi>”</span><span class=\"muted\">");
    out.append(escape(example.documentId()))
        .append(", token ")
        .append(Numbers.show((long) position));
    out.append(" of ").append(Numbers.show((long) example.documentTokens()));
    out.append("</span></div>\n<div class=\"snippet").append(first > 0 ? " cut-left" : "");
    out.append(last + 1 < example.documentTokens() ? " cut-right\">" : "\">");
    out.append(HtmlHeatmap.tokens(new TokenRun(heatmap, example.peakIndex(), first), theme));
    out.append("</div></li>\n");
  }

  /// One range for all of a neuron's snippets, so that equal colours are equal activations.
  private static ColorRange range(NeuronProfile profile) {
    var reach = Math.max(Math.abs(profile.stats().min()), Math.abs(profile.stats().max()));
    var finite = Float.isFinite(reach) ? reach : 0f;
    return new ColorRange(-finite, finite);
  }
}
