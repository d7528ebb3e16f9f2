// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import polyseme.analysis.color.DivergingScale;
import polyseme.analysis.color.Rgb;
import polyseme.analysis.color.Theme;
import polyseme.analysis.heatmap.VisibleToken;
import polyseme.analysis.markup.Numbers;
import polyseme.analysis.scan.DensityAxis;
import polyseme.analysis.scan.Example;
import polyseme.analysis.scan.Histogram;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanProvenance;
import polyseme.analysis.scan.Statistic;
import polyseme.engine.model.Processing;
import polyseme.engine.task.StoreException;

/// All that a scan says of one neuron, for a terminal.
///
/// @param scan the scan
/// @param profile the neuron's
/// @param examples how many examples are shown at either end
/// @param colors whether examples are coloured
record ProfileText(Scan scan, NeuronProfile profile, int examples, boolean colors) {

  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final int COLUMNS = 60;

  /// Everything on one page.
  String page() throws StoreException {
    var out = new StringBuilder();
    out.append(head()).append("\n\n").append(statistics()).append("\n\n");
    out.append(histogram(profile.histogram())).append('\n');
    var details = scan.details();
    if (details != null) {
      out.append('\n').append(new DetailsText(scan, details, profile.id()).table()).append('\n');
    }
    list(out, "Highest", profile.examples().highest());
    list(out, "Lowest", profile.examples().lowest());
    return out.toString().stripTrailing();
  }

  private String head() {
    var made = scan.provenance();
    return String.format(
        Locale.ROOT,
        "%s of %s on %s (%,d tokens of %,d %s)",
        profile.id(),
        source(made),
        made.corpusName(),
        made.tokens(),
        made.documents(),
        made.documents() == 1 ? "document" : "documents");
  }

  private static String source(ScanProvenance made) {
    return made.processing().equals(Processing.NONE.text())
        ? made.modelName()
        : "%s (processing: %s)".formatted(made.modelName(), made.processing());
  }

  private Table statistics() {
    var table = new Table();
    for (var statistic : Statistic.values()) {
      table.row(
          statistic.title(),
          "%-12s%s".formatted(number(statistic.of(profile.stats())), statistic.meaning()));
    }
    return table;
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "undefined" : Numbers.show(value);
  }

  // Heights are logarithmic: most neurons rest near 0 and the tail is what matters. Bins differ in
  // width, so columns of equal width show the density, as the window and the page do.
  private static String histogram(Histogram histogram) {
    var densities = columns(histogram);
    var axis = DensityAxis.of(densities);
    var bars = new StringBuilder();
    densities.forEach(density -> bars.append(bar(axis.share(density), density)));
    return "%s to %s, density on a logarithmic scale\n%s"
        .formatted(number(histogram.edges().getFirst()), number(histogram.edges().getLast()), bars);
  }

  /// The mean density in each of the columns.
  private static List<Double> columns(Histogram histogram) {
    var edges = histogram.edges();
    var low = edges.getFirst();
    var step = (edges.getLast() - low) / COLUMNS;
    if (!(step > 0) || Double.isInfinite(step)) {
      return histogram.densities();
    }
    var columns = new double[COLUMNS];
    for (var bin = 0; bin < histogram.counts().size(); bin++) {
      var density = histogram.density(bin);
      var from = (edges.get(bin) - low) / step;
      var to = (edges.get(bin + 1) - low) / step;
      for (var column = (int) from; column < Math.min(COLUMNS, to); column++) {
        var overlap = Math.min(to, column + 1.0) - Math.max(from, column);
        columns[column] += density * Math.max(0, overlap);
      }
    }
    return Arrays.stream(columns).boxed().toList();
  }

  private static char bar(double share, double density) {
    return density > 0 ? BARS.charAt((int) Math.round(share * (BARS.length() - 1))) : ' ';
  }

  private void list(StringBuilder out, String title, List<Example> all) {
    var shown = all.subList(0, Math.min(examples, all.size()));
    var more = all.size() - shown.size();
    out.append('\n').append(title).append(more > 0 ? " (%d more)".formatted(more) : "");
    out.append('\n').append(lines(shown));
  }

  /// Examples below each other, their peaks as well.
  String lines(List<Example> shown) {
    var out = new StringBuilder();
    var width = shown.stream().mapToInt(example -> example.documentId().length()).max().orElse(0);
    var lead = shown.stream().mapToInt(ProfileText::lead).max().orElse(0);
    for (var example : shown) {
      out.append(
          "%10s  %s  %s%s\n"
              .formatted(
                  number(example.activation()),
                  padded(example, width),
                  " ".repeat(lead - lead(example)),
                  context(example)));
    }
    return out.toString();
  }

  /// Width of what stands before the peak, so that the peaks of a list stand below each other.
  private static int lead(Example example) {
    var width = 0;
    for (var i = 0; i < example.peakIndex(); i++) {
      var text = VisibleToken.of(example.context().tokens().get(i)).display();
      width += text.codePointCount(0, text.length());
    }
    return width;
  }

  private static String padded(Example example, int width) {
    var id = example.documentId();
    return id + " ".repeat(width - id.length());
  }

  private String context(Example example) {
    var out = new StringBuilder();
    var tokens = example.context().tokens();
    for (var i = 0; i < tokens.size(); i++) {
      var text = VisibleToken.of(tokens.get(i)).display();
      var peak = i == example.peakIndex();
      var value = example.activations().get(i);
      out.append(colors && !Float.isNaN(value) ? painted(text, value, peak) : marked(text, peak));
    }
    return out.toString();
  }

  private static String marked(String text, boolean peak) {
    return peak ? "«" + text + "»" : text;
  }

  // The colours of all examples mean the same: they are full at the neuron's extremes.
  private String painted(String text, float value, boolean peak) {
    var reach = Math.max(Math.abs(profile.stats().min()), Math.abs(profile.stats().max()));
    var ground = DivergingScale.rgb(value, -reach, reach, Theme.DARK);
    return "\u001b[%s48;2;%sm\u001b[38;2;%sm%s\u001b[0m"
        .formatted(
            peak ? "4;" : "", channels(ground), channels(DivergingScale.textRgb(ground)), text);
  }

  private static String channels(int rgb) {
    return Rgb.red(rgb) + ";" + Rgb.green(rgb) + ";" + Rgb.blue(rgb);
  }
}
