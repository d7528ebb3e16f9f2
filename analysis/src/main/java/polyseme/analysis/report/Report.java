// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.report;

import static polyseme.analysis.markup.Markup.escape;

import java.util.List;
import java.util.stream.Collectors;
import polyseme.analysis.cluster.ClusterNames;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.color.Categorical;
import polyseme.analysis.color.PageTheme;
import polyseme.analysis.color.Theme;
import polyseme.analysis.figure.MapColoring;
import polyseme.analysis.figure.MapOptions;
import polyseme.analysis.figure.SvgScatter;
import polyseme.analysis.markup.HtmlPage;
import polyseme.analysis.markup.Markup;
import polyseme.analysis.markup.Numbers;
import polyseme.analysis.parity.ParityBadge;
import polyseme.analysis.parity.ParityHtml;
import polyseme.analysis.projection.Embedding2D;
import polyseme.analysis.scan.ScanProvenance;
import polyseme.engine.model.NeuronId;

/// One page to show others: the map of all neurons, their clusters, some neurons, and where it all
/// comes from.
public final class Report {

  private static final int EXAMPLES = 8;

  private final Input input;

  private Report(Input input) {
    this.input = input;
  }

  /// What a report is made of.
  ///
  /// @param title heading of the page
  /// @param provenance the scan's
  /// @param parity whether the scan's model was compared with a reference
  /// @param map where the neurons are
  /// @param clustering their groups
  /// @param clusters what is said of each group, see [ClusterSummary#all]
  /// @param neurons neurons with a section of their own
  /// @param theme light, dark or the reader's
  /// @param commands command lines that make the same again
  public record Input(
      String title,
      ScanProvenance provenance,
      ParityBadge parity,
      Embedding2D map,
      Clustering clustering,
      List<ClusterSummary> clusters,
      List<ShownNeuron> neurons,
      PageTheme theme,
      List<String> commands) {

    /// Keeps the lists unchangeable.
    public Input {
      clusters = List.copyOf(clusters);
      neurons = List.copyOf(neurons);
      commands = List.copyOf(commands);
    }
  }

  /// Makes the page.
  ///
  /// @param input what it is made of
  /// @return a page that needs nothing else, to be written as UTF-8
  public static String write(Input input) {
    return new Report(input).page();
  }

  private String page() {
    var body = new StringBuilder("<main>\n").append(head()).append(map()).append(clusters());
    for (var neuron : input.neurons()) {
      body.append(NeuronPage.section(neuron, input.provenance(), input.theme(), EXAMPLES));
    }
    body.append(Provenances.section(input.provenance(), input.parity(), methods()))
        .append("</main>\n");
    return HtmlPage.write(input.title(), input.theme(), "report.css", body.toString());
  }

  private String head() {
    var from = input.provenance();
    var links =
        input.neurons().stream()
            .map(neuron -> "<a href=\"#%1$s\">%1$s</a>".formatted(neuron.profile().id()))
            .collect(Collectors.joining(" "));
    return """
    <header class="top">
    <h1>%s</h1>
    <p class="lead">%s neurons of %s over %s tokens of %s.</p>
    %s<nav aria-label="Contents"><a href="#map">Map</a> <a href="#clusters">Clusters</a> %s</nav>
    </header>
    """
        .formatted(
            escape(input.title()),
            Numbers.show((long) input.map().neurons().size()),
            escape(from.modelName()),
            Numbers.show(from.tokens()),
            escape(from.corpusName()),
            ParityHtml.line(input.parity()),
            links);
  }

  private String map() {
    var options =
        MapOptions.defaults("Map of all neurons, coloured by cluster")
            .withTheme(input.theme())
            .withSize(1080, 800)
            .withRinged(input.neurons().stream().map(neuron -> neuron.profile().id()).toList());
    var names = input.clusters().stream().map(ClusterSummary::name).toList();
    var svg =
        SvgScatter.write(input.map(), new MapColoring.Cluster(input.clustering(), names), options);
    return """
    <section id="map"><h2>Map</h2>
    <figure class="card map">
    <div class="pan" tabindex="0" role="group" aria-label="Map, scrolls sideways">%s</div><figcaption class="small muted">Each point is a neuron, placed by the first two principal components of \
    its %s and coloured by its cluster. Rings mark the neurons described below. The same scale on both \
    axes; what the percentages leave out of 100 cannot be seen here.</figcaption>
    </figure></section>
    """
        .formatted(svg, escape(input.map().space().title()));
  }

  private String clusters() {
    var out = new StringBuilder("<section id=\"clusters\"><h2>Clusters</h2>\n");
    out.append("<p>")
        .append(input.clustering().k())
        .append(" clusters, mean silhouette <span class=\"num\">");
    out.append(Numbers.fixed(input.clustering().quality().silhouette(), 3));
    out.append("</span> (1: far apart; 0: touching; below 0: nearer to another cluster)");
    var measured = input.clustering().quality().measured();
    out.append(
        measured == 0 ? "" : ", measured at %s neurons".formatted(Numbers.show((long) measured)));
    out.append(".</p>\n");
    out.append("<div class=\"card scroll\"><table class=\"clusters\"><thead><tr>");
    out.append("<th scope=\"col\">cluster</th><th class=\"n\" scope=\"col\">neurons</th>");
    out.append(
        "<th class=\"n\" scope=\"col\">silhouette</th><th scope=\"col\">name and typical"
            + " tokens</th>");
    out.append("<th scope=\"col\">strongest neurons</th></tr></thead><tbody>\n");
    input.clusters().forEach(cluster -> append(out, cluster));
    out.append(
        "</tbody></table></div>\n<p class=\"small muted\">A cluster is called by its three ");
    out.append("most typical tokens: those at the ").append(ClusterNames.EXAMPLES);
    out.append(
        " highest places of its neurons and of no others. The percentage is the share of the ");
    out.append(
        "cluster’s neurons that have the token there; tokens are ranked by weight · ln(weight ");
    out.append(
        "over the weight in all clusters). Low shares say that the cluster has no one meaning. ");
    out.append(
        "Spaces around a token are left out; ␣ is a space, ⏎ a line end, <code>\\xE2</code> a ");
    out.append(
        "byte that is no whole character. Strongest: by greatest activation.</p></section>\n");
    return out.toString();
  }

  private void append(StringBuilder out, ClusterSummary cluster) {
    var k = input.clustering().k();
    out.append("<tr><th scope=\"row\"><span class=\"dot\" style=\"background:");
    out.append(
        input
            .theme()
            .css(
                Categorical.many(cluster.cluster(), k, Theme.LIGHT),
                Categorical.many(cluster.cluster(), k, Theme.DARK)));
    out.append("\"></span>").append(cluster.cluster()).append("</th><td class=\"n\">");
    out.append(Numbers.show((long) cluster.size())).append("</td><td class=\"n\">");
    out.append(Numbers.fixed(cluster.silhouette(), 3)).append("</td><td>");
    out.append("<div class=\"name\"><bdi>").append(escape(cluster.name())).append("</bdi></div>");
    for (var token : cluster.tokens()) {
      out.append("<span class=\"chip\"><bdi class=\"mono\">").append(escape(token.shown()));
      out.append("</bdi> <span class=\"muted\">").append(Math.round(100 * token.share()));
      out.append("\u00A0%</span></span> ");
    }
    out.append(cluster.tokens().isEmpty() ? "<span class=\"muted\">no examples</span>" : "");
    out.append("</td><td class=\"mono small\">")
        .append(names(cluster.members()))
        .append("</td></tr>\n");
  }

  private static String names(List<NeuronId> members) {
    return members.stream().map(NeuronId::toString).collect(Collectors.joining(" "));
  }

  private String methods() {
    return Provenances.row(
            "map",
            "PCA of the %s, seed %d; %s and %s of the variance shown"
                .formatted(
                    escape(input.map().space().title()), input.map().seed(), share(0), share(1)))
        + Provenances.row(
            "clusters",
            "%s of the %s%s, k = %d, best of %d starts, seed %d"
                .formatted(
                    escape(input.clustering().method().name()),
                    escape(input.clustering().space().title()),
                    reduction(input.clustering().method()),
                    input.clustering().k(),
                    input.clustering().method().starts(),
                    input.clustering().seed()))
        + again();
  }

  private String again() {
    var lines =
        input.commands().stream()
            .map(Markup::escape)
            .collect(Collectors.joining("</code><br><code>"));
    return lines.isEmpty() ? "" : Provenances.row("make it again", "<code>" + lines + "</code>");
  }

  private static String reduction(Clustering.Method method) {
    return method.components() == 0
        ? ""
        : " reduced to %d principal components (%s of the variance)"
            .formatted(method.components(), Numbers.percent(method.variance()));
  }

  private String share(int axis) {
    return axis < input.map().explained().size()
        ? Numbers.percent(input.map().explained().get(axis))
        : "unknown";
  }
}
