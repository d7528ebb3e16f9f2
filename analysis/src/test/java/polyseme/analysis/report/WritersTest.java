// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xml.sax.InputSource;
import polyseme.analysis.color.PageTheme;
import polyseme.analysis.color.Theme;
import polyseme.analysis.figure.MapColoring;
import polyseme.analysis.figure.MapOptions;
import polyseme.analysis.figure.SvgHistogram;
import polyseme.analysis.figure.SvgScatter;
import polyseme.analysis.heatmap.AnsiHeatmap;
import polyseme.analysis.heatmap.HtmlHeatmap;
import polyseme.analysis.heatmap.JsonHeatmap;
import polyseme.analysis.heatmap.SvgHeatmap;
import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.analysis.projection.Embedding2D;
import polyseme.analysis.scan.Histogram;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.analysis.scan.Statistic;
import polyseme.analysis.scan.TopExamples;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.Progress;
import polyseme.engine.task.StoreException;
import polyseme.engine.tensor.FloatMatrix;
import polyseme.engine.tensor.FloatVector;
import tools.jackson.databind.json.JsonMapper;

class WritersTest {

  private static final String ATTACK = String.join(" ", Samples.ATTACKS);

  private static final String MODEL = "m<b>\"'&\u202E\u0000";

  @Test
  void theSmallHeatMapIsWrittenAsBefore() throws IOException {
    Golden.check("heatmap.html", HtmlHeatmap.fragment(Samples.small(), PageTheme.AUTO));
    Golden.check("heatmap.svg", SvgHeatmap.write(Samples.small(), PageTheme.LIGHT));
    Golden.check("heatmap.json", JsonHeatmap.write(Samples.small()));
    Golden.check("heatmap.txt", AnsiHeatmap.plain(Samples.small()));
    Golden.check("heatmap.ansi", AnsiHeatmap.colored(Samples.small(), Theme.DARK));
  }

  @Test
  void attackStringsMakeNoElementInHtml() {
    var page = Jsoup.parse(HtmlHeatmap.page(attacked(), Samples.parity(ATTACK), PageTheme.AUTO));
    assertEquals(Samples.ATTACKS.size() + 1, page.select("span.t").size());
    assertHarmless(page);
    assertEquals(0, page.select(".tokens *:not(span.t):not(i)").size());
    assertEquals(0, page.select("span.t span, i *").size());
    for (var element : page.getAllElements()) {
      assertTrue(
          element.attributes().asList().stream().noneMatch(a -> a.getKey().startsWith("on")));
    }
  }

  @Test
  void tokensOfThePageAreTheText() {
    var pieces = List.of("The", " bank", " of\n", "\n", "  <b>", " &amp;", "é", "😀", " ");
    var page =
        Jsoup.parse(
            HtmlHeatmap.page(
                Samples.heatmap(pieces, new float[10]), Samples.parity(ATTACK), PageTheme.DARK));
    page.select(".tokens i, .tokens .s").remove();
    var shown =
        page.select("span.t").stream().map(Element::wholeText).collect(Collectors.joining());
    assertEquals(String.join("", pieces), shown);
  }

  @Test
  void jsonGivesBackEveryCharacter() {
    var heatmap = attacked();
    var written = JsonHeatmap.write(heatmap);
    assertFalse(written.codePoints().anyMatch(c -> c == 0x202E || c == 0x2028 || c == 0));
    var json = new JsonMapper().readTree(written);
    assertEquals(heatmap.text().text(), json.get("text").asString());
    assertEquals(MODEL, json.get("model").asString());
    var joined = new StringBuilder();
    for (var token : json.get("tokens").values().stream().skip(1).toList()) {
      joined.append(token.get("text").asString());
    }
    assertEquals(heatmap.text().text(), joined.toString());
  }

  @Test
  void loneSurrogateSurvivesJsonWrittenAsUtf8() {
    var heatmap = attacked();
    var odd =
        new TokenHeatmap(
            "a\uD800b", heatmap.unit(), heatmap.text(), heatmap.activations(), heatmap.range());
    var bytes = JsonHeatmap.write(odd).getBytes(StandardCharsets.UTF_8);
    assertEquals("a\uD800b", new JsonMapper().readTree(bytes).get("model").asString());
    assertTrue(HtmlHeatmap.page(odd, Samples.parity(ATTACK), PageTheme.AUTO).contains("a\\uD800b"));
  }

  @ParameterizedTest
  @EnumSource(PageTheme.class)
  void everySvgIsWellFormed(PageTheme theme) throws Exception {
    var neurons = new NeuronIndex(2, 64);
    var map = Samples.map(neurons, 12);
    var options =
        MapOptions.defaults(MODEL).withTheme(theme).withRinged(List.of(new NeuronId(1, 3)));
    var svg = xml(SvgHeatmap.write(attacked(), theme));
    assertTrue(svg.getElementsByTagName("title").getLength() > Samples.ATTACKS.size());
    assertEquals(0, svg.getElementsByTagName("script").getLength());
    xml(SvgScatter.write(map, new MapColoring.Layer(), options));
    xml(
        SvgScatter.write(
            map,
            new MapColoring.Cluster(Samples.clustering(neurons, 12), List.of("<a> · b")),
            options));
    xml(SvgHistogram.write(Samples.profile(new NeuronId(0, 1), "x").histogram(), MODEL, theme));
  }

  @Test
  void statisticThatIsNoNumberIsCountedInTheLegend() {
    var neurons = new NeuronIndex(1, 4);
    var values = FloatVector.of(1, Float.NaN, Float.POSITIVE_INFINITY, 3);
    var svg =
        SvgScatter.write(
            Samples.map(neurons, 2),
            new MapColoring.Stat(Statistic.KURTOSIS, values),
            MapOptions.defaults("map"));
    assertTrue(svg.contains("no number: 1"));
  }

  @Test
  void neuronsWithoutAPlaceAreCounted() {
    var map = Samples.map(new NeuronIndex(1, 2), 2);
    var broken =
        new Embedding2D(
            map.neurons(),
            FloatMatrix.wrap(2, 2, new float[] {Float.NaN, 0, 1, 1}),
            map.space(),
            map.explained(),
            1);
    var svg = SvgScatter.write(broken, new MapColoring.Layer(), MapOptions.defaults("map"));
    assertTrue(svg.contains("1 neurons without a place"));
    assertFalse(svg.contains("MNaN"));
  }

  @Test
  void thirtySixThousandNeuronsStayBelowThreeMegabytes() {
    var neurons = new NeuronIndex(12, 3072);
    var colours = new MapColoring.Cluster(Samples.clustering(neurons, 40), List.of());
    var svg = SvgScatter.write(Samples.map(neurons, 40), colours, MapOptions.defaults("map"));
    assertTrue(svg.length() < 3_000_000, svg.length() + " characters");
    assertEquals(neurons.size(), svg.split("h0", -1).length - 1);
  }

  @Test
  void histogramOfOneBinOrNoneIsDrawn() throws Exception {
    xml(SvgHistogram.write(new Histogram(List.of(0.0, 0.0), List.of(5L)), "one", PageTheme.LIGHT));
    xml(SvgHistogram.write(new Histogram(List.of(0.0), List.of()), "none", PageTheme.LIGHT));
    var inf = Double.POSITIVE_INFINITY;
    var open = new Histogram(List.of(-inf, 0.0, 1.0, inf), List.of(1L, 0L, 9L));
    assertFalse(SvgHistogram.write(open, "open", PageTheme.LIGHT).contains("NaN"));
  }

  @Test
  void terminalGetsNoControlCharacterOfTheText() {
    var plain = AnsiHeatmap.plain(attacked());
    assertFalse(plain.codePoints().anyMatch(c -> c != '\n' && Character.isISOControl(c)));
    var coloured = AnsiHeatmap.colored(attacked(), Theme.LIGHT).replaceAll("\u001B\\[[0-9;]*m", "");
    assertFalse(coloured.codePoints().anyMatch(c -> c != '\n' && Character.isISOControl(c)));
  }

  @Test
  void reportIsOneHarmlessPage() throws StoreException {
    var page = Jsoup.parse(report(MODEL, "d<script>1</script>"));
    assertHarmless(page);
    assertEquals(2, page.select("section.neuron").size());
    assertEquals(2 * 16, page.select("li.ex").size());
    assertEquals(5, page.select("table.clusters tbody tr").size());
    for (var link : page.select("a[href]")) {
      assertEquals(
          1, page.select("[id=" + link.attr("href").substring(1) + "]").size(), link.outerHtml());
    }
    assertEquals(2, page.select("circle.ring").size());
  }

  @Test
  void reportAndJsonAreWrittenAsBefore() throws IOException, StoreException {
    var whole = Samples.profile(new NeuronId(1, 5), "cooking");
    var examples =
        new TopExamples(
            whole.examples().highest().subList(0, 1), whole.examples().lowest().subList(0, 1));
    var profile = new NeuronProfile(whole.id(), whole.stats(), whole.histogram(), examples);
    Golden.check("profile.json", ProfileJson.profile(profile, Samples.provenance("demo")));
    var clustering = Samples.clustering(new NeuronIndex(2, 8), 3);
    Golden.check("clustering.json", ProfileJson.clustering(clustering, Samples.provenance("demo")));
    Golden.check(
        "neuron.html",
        NeuronPage.section(
            new ShownNeuron(profile, ""), Samples.provenance("demo"), PageTheme.LIGHT, 2));
  }

  @Test
  void csvHoldsEveryNeuronAndExactNumbers() {
    var neurons = new NeuronIndex(2, 3);
    var scan = Samples.scan(neurons);
    var map = Samples.map(neurons, 2);
    var rows = Csv.read(Csv.neurons(neurons, map, Samples.clustering(neurons, 2), scan::stats));
    assertEquals(7, rows.size());
    assertEquals(
        List.of("neuron", "layer", "index", "x", "y", "cluster"), rows.getFirst().subList(0, 6));
    assertEquals("L1.2", rows.getLast().getFirst());
    assertEquals(map.xy().get(5, 0), Float.parseFloat(rows.getLast().get(3)));
    assertThrows(
        IllegalArgumentException.class,
        () -> Csv.neurons(new NeuronIndex(1, 3), map, null, scan::stats));
  }

  @Test
  void csvGivesBackAttackStrings() {
    for (var attack : Samples.ATTACKS) {
      var row = Csv.read(Csv.line(List.of(attack, Csv.token(attack), ""))).getFirst();
      assertEquals(List.of(attack, Csv.token(attack), ""), row);
      assertEquals(attack, new JsonMapper().readValue(row.get(1), String.class));
      assertTrue(row.get(1).startsWith("\""), "no spreadsheet takes it for a formula");
    }
  }

  private static String report(String model, String document) throws StoreException {
    var neurons = new NeuronIndex(2, 32);
    var scan = Samples.scan(neurons);
    var clustering = Samples.clustering(neurons, 5);
    return Report.write(
        new Report.Input(
            model,
            Samples.provenance(model),
            Samples.parity(model),
            Samples.map(neurons, 5),
            clustering,
            ClusterSummary.all(scan, clustering, 4, Progress.NONE),
            List.of(
                new ShownNeuron(Samples.profile(new NeuronId(0, 3), document), document),
                new ShownNeuron(Samples.profile(new NeuronId(1, 7), document), "")),
            PageTheme.AUTO,
            List.of("polyseme demo " + document)));
  }

  private static void assertHarmless(Document page) {
    assertEquals(0, page.select("script, img, iframe, object, embed, link, form, base").size());
    assertEquals(1, page.select("style").size());
    assertEquals(1, page.head().select("> title").size());
    var policy = page.select("meta[http-equiv=Content-Security-Policy]").attr("content");
    assertEquals("default-src 'none'; style-src 'unsafe-inline'; img-src data:", policy);
    assertEquals("en", page.select("html").attr("lang"));
  }

  private static TokenHeatmap attacked() {
    var pieces = Samples.ATTACKS;
    var values = new float[pieces.size() + 1];
    for (var i = 0; i < values.length; i++) {
      values[i] = i - 9;
    }
    var heatmap = Samples.heatmap(pieces, values);
    return new TokenHeatmap(
        MODEL, heatmap.unit(), heatmap.text(), heatmap.activations(), heatmap.range());
  }

  private static org.w3c.dom.Document xml(String svg) throws Exception {
    var builder = DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder();
    return builder.parse(new InputSource(new StringReader(svg)));
  }
}
