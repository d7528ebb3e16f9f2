// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import polyseme.analysis.gather.LabelProfile;
import polyseme.analysis.gather.PositionProfile;
import polyseme.analysis.gather.TokenProfile;
import polyseme.analysis.gather.TokenSide;
import polyseme.analysis.heatmap.VisibleToken;
import polyseme.analysis.markup.Numbers;
import polyseme.analysis.scan.Sample;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanDetails;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.StoreException;
import polyseme.engine.text.Token;

/// What a scan knows of a neuron beyond extremes and statistics, for a terminal.
///
/// @param scan the scan
/// @param details the scan's
/// @param id the neuron
record DetailsText(Scan scan, ScanDetails details, NeuronId id) {

  private static final double[] QUANTILES = {0.01, 0.1, 0.5, 0.9, 0.99, 0.999};
  private static final int TOKENS = 8;
  private static final int LABELS = 4;

  /// Lines by what they are about.
  Table table() throws StoreException {
    var row = scan.neurons().row(id);
    var table = new Table();
    table.row("rests at", number(details.resting().level(row)));
    table.row("quantiles", quantiles(row));
    var coherence = details.coherence(row);
    if (coherence != null) {
      table.row(
          "coherence",
          "%-12smean cosine of contexts above rest; %.0f %% of their variance is looked at"
              .formatted(number(coherence.score()), 100 * details.keptVariance(id.layer())));
    }
    var positions = details.positions(row);
    if (positions != null) {
      table.row("position", position(positions));
    }
    for (var side : TokenSide.values()) {
      var profile = details.tokens(row, side);
      if (profile != null) {
        table.row(side == TokenSide.CURRENT ? "tokens" : "after", tokens(profile, row));
      }
    }
    for (var label : details.labels(row)) {
      table.row(label.key(), label(label));
    }
    return table;
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "undefined" : Numbers.show(value);
  }

  private String quantiles(int row) throws StoreException {
    var parts = new ArrayList<String>();
    for (var probability : QUANTILES) {
      var quantile = scan.quantile(row, probability);
      parts.add(
          String.format(
              Locale.ROOT, "%s %% %s", trimmed(100 * probability), number(quantile.value())));
    }
    return String.join(" · ", parts);
  }

  private static String trimmed(double percent) {
    return percent == Math.rint(percent) ? "" + (int) percent : "" + percent;
  }

  private static String position(PositionProfile profile) {
    var strongest =
        profile.bins().stream().max(Comparator.comparingDouble(PositionProfile.Bin::mean));
    var where =
        strongest
            .map(bin ->
                ", highest on average at %s (%s)"
                    .formatted(
                        bin.first() == bin.last()
                            ? "" + bin.first()
                            : bin.first() + "–" + bin.last(),
                        number(bin.mean())))
            .orElse("");
    return String.format(
        Locale.ROOT, "%.4f bits about being above 0%s", profile.mutualInformation(), where);
  }

  private String tokens(TokenProfile profile, int row) throws StoreException {
    var texts = known();
    var variance = scan.stats(row).variance();
    var best =
        profile.byShare(TOKENS).stream()
            .filter(entry -> entry.share() >= 0.005)
            .map(entry ->
                String.format(
                    Locale.ROOT,
                    "“%s” %.0f %%",
                    texts.getOrDefault(entry.token(), "#" + entry.token()),
                    100 * entry.share()))
            .collect(Collectors.joining(" "));
    var others = profile.others();
    return String.format(
        Locale.ROOT,
        "R² %.2f  %s%s",
        profile.varianceExplained(variance),
        best,
        others == null || others.share() < 0.005
            ? ""
            : String.format(Locale.ROOT, " · rarer tokens %.0f %%", 100 * others.share()));
  }

  /// Texts of tokens that stand in the neuron's examples; enough for those with much mass.
  private Map<Integer, String> known() throws StoreException {
    var texts = new HashMap<Integer, String>();
    for (var sample : List.of(Sample.TOP, Sample.HIGH, Sample.UNIFORM)) {
      for (var example : scan.examples(id, sample)) {
        for (var token : example.context().tokens()) {
          texts.putIfAbsent(token.id(), shown(token));
        }
      }
    }
    return texts;
  }

  private static String shown(Token token) {
    return VisibleToken.of(token).display();
  }

  private static String label(LabelProfile profile) {
    return profile.values().stream()
        .filter(value -> !Double.isNaN(value.auc()))
        .sorted(Comparator.comparingDouble(LabelProfile.Value::auc).reversed())
        .limit(LABELS)
        .map(value ->
            String.format(
                Locale.ROOT,
                "%s AUC %.2f (%.0f %% of mass)",
                value.value(),
                value.auc(),
                100 * value.share()))
        .collect(Collectors.joining(" · "));
  }
}
