// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import polyseme.analysis.gather.Coherence;
import polyseme.analysis.gather.LabelProfile;
import polyseme.analysis.gather.TokenProfile;
import polyseme.analysis.gather.TokenSide;
import polyseme.analysis.heatmap.VisibleToken;
import polyseme.analysis.scan.Sample;
import polyseme.analysis.scan.Scan;
import polyseme.app.control.Figures;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.StoreException;

/// What a scan knows of a neuron beyond extremes and statistics, as the page says it.
///
/// @param lines one a kind of knowledge; what was not kept has none
public record NeuronDetails(List<Line> lines) {

  private static final int TOKENS = 6;
  private static final int LABELS = 4;
  private static final double LEAST_SHARE = 0.005;
  private static final double[] QUANTILES = {0.01, 0.5, 0.99};

  /// One line.
  ///
  /// @param name what it is
  /// @param value what the neuron has
  /// @param meaning the definition, a sentence
  public record Line(String name, String value, String meaning) {}

  private record Labelled(String key, LabelProfile.Value value) {}

  /// Keeps the lines unchangeable.
  public NeuronDetails {
    lines = List.copyOf(lines);
  }

  /// Reads them.
  ///
  /// @param scan an open scan
  /// @param id one of its neurons
  /// @return no line if the scan kept nothing more
  /// @throws StoreException if the stored scan is damaged
  public static NeuronDetails read(Scan scan, NeuronId id) throws StoreException {
    var details = scan.details();
    var lines = new ArrayList<Line>();
    if (details == null) {
      return new NeuronDetails(lines);
    }
    var row = scan.neurons().row(id);
    lines.add(
        new Line(
            "resting level",
            Figures.measured(details.resting().level(row)),
            "The activation the neuron has most often: the middle of the bin that most tokens of"
                + " the pilot fall into."));
    var coherence = details.coherence(row);
    if (coherence != null) {
      lines.add(line(coherence, details.keptVariance(id.layer())));
    }
    lines.add(
        new Line(
            "quantiles",
            quantiles(scan, row),
            "So much of all activations in the corpus lies below these values."));
    var tokens = details.tokens(row, TokenSide.CURRENT);
    if (tokens != null) {
      add(lines, tokens(tokens, texts(scan, id)));
    }
    add(lines, labels(details.labels(row)));
    return new NeuronDetails(lines);
  }

  private static void add(List<Line> lines, Line line) {
    if (!line.value().isEmpty()) {
      lines.add(line);
    }
  }

  private static Line line(Coherence coherence, double kept) {
    return new Line(
        "coherence",
        Figures.measured(coherence.score()),
        String.format(
            Locale.ROOT,
            "Mean cosine of two contexts in which the neuron is above its resting level, weighted"
                + " by how far it is: 1 when all contexts are alike, near 0 when they are"
                + " unrelated. It is measured on directions that hold %.0f %% of the contexts'"
                + " variance; the weight is spread as over %s equally strong tokens.",
            100 * kept,
            Figures.measured(coherence.effectiveTokens())));
  }

  private static String quantiles(Scan scan, int row) throws StoreException {
    var parts = new ArrayList<String>();
    for (var probability : QUANTILES) {
      var value = scan.quantile(row, probability).value();
      parts.add(
          String.format(Locale.ROOT, "%.0f %%: %s", 100 * probability, Figures.measured(value)));
    }
    return String.join(" · ", parts);
  }

  private static Line tokens(TokenProfile profile, Map<Integer, String> texts) {
    return new Line(
        "tokens",
        profile.byShare(TOKENS).stream()
            .filter(entry -> entry.share() >= LEAST_SHARE)
            .map(entry ->
                "“%s” %s"
                    .formatted(
                        texts.getOrDefault(entry.token(), "#" + entry.token()),
                        percent(entry.share())))
            .collect(Collectors.joining(" · ")),
        "Share of the neuron's positive mass (the sum of how far it is above its resting level)"
            + " that falls on each token, the greatest first. #n is token n of the vocabulary.");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  // Texts of tokens that stand in the neuron's examples: enough for those with much mass, and no
  // model is needed to know them.
  private static Map<Integer, String> texts(Scan scan, NeuronId id) throws StoreException {
    var texts = new HashMap<Integer, String>();
    for (var sample : List.of(Sample.TOP, Sample.HIGH, Sample.UNIFORM)) {
      for (var example : scan.examples(id, sample)) {
        for (var token : example.context().tokens()) {
          texts.putIfAbsent(token.id(), VisibleToken.of(token).display());
        }
      }
    }
    return texts;
  }

  private static Line labels(List<LabelProfile> profiles) {
    return new Line(
        "labels",
        profiles.stream()
            .flatMap(one -> one.values().stream().map(value -> new Labelled(one.key(), value)))
            .filter(one -> !Double.isNaN(one.value().auc()))
            .sorted(Comparator.comparingDouble((Labelled one) -> one.value().auc()).reversed())
            .limit(LABELS)
            .map(one ->
                String.format(
                    Locale.ROOT, "%s=%s %.2f", one.key(), one.value().value(), one.value().auc()))
            .collect(Collectors.joining(" · ")),
        "AUC of the labels with the highest: the chance that the neuron is higher at a token of a"
            + " document with the label than at one of a document with another value; 0.5 tells"
            + " nothing.");
  }
}
