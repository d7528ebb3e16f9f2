// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.ask.Answer;
import polyseme.analysis.ask.Answers;
import polyseme.analysis.ask.Ranking;
import polyseme.analysis.ask.TextActivations;
import polyseme.analysis.markup.Numbers;
import polyseme.analysis.report.ProfileJson;
import polyseme.analysis.scan.Scan;

/// The neurons that answer to a text, for a terminal or as JSON.
///
/// @param model the model's name
/// @param scan what they are judged against, if anything
/// @param text what they do on the text
/// @param ranking what they are ranked by
/// @param answers the neurons
record AnswersText(
    String model, @Nullable Scan scan, TextActivations text, Ranking ranking, Answers answers) {

  @Override
  public String toString() {
    var out = new StringBuilder(head()).append('\n');
    if (answers.leftOut() > 0) {
      out.append(leftOut()).append('\n');
    }
    list(out, scan == null ? "Highest" : "Unusually high", "of max", answers.highest());
    list(out, scan == null ? "Lowest" : "Unusually low", "of min", answers.lowest());
    return out.toString().stripTrailing();
  }

  private String head() {
    var count = text.text().tokens().stream().filter(token -> !token.special()).count();
    var size = "%d %s".formatted(count, count == 1 ? "token" : "tokens");
    if (scan == null) {
      return "%s of text in %s, by raw value: no scan says what is usual.".formatted(size, model);
    }
    var made = scan.provenance();
    return String.format(
        Locale.ROOT,
        "%s of text in %s, against %s (%,d tokens), by %s.",
        size,
        model,
        made.corpusName(),
        made.tokens(),
        ranking);
  }

  private String leftOut() {
    return ranking == Ranking.SHARE
        ? "%,d neurons were never on the side of 0 asked for and are left out."
            .formatted(answers.leftOut())
        : "%,d neurons never vary and are left out.".formatted(answers.leftOut());
  }

  private void list(StringBuilder out, String title, String share, List<Answer> answers) {
    out.append('\n').append(title).append('\n');
    if (answers.isEmpty()) {
      out.append("no neuron\n");
      return;
    }
    var lines = new ArrayList<List<String>>();
    lines.add(
        scan == null
            ? List.of("neuron", "at", "token", "value")
            : List.of("neuron", "at", "token", "value", "z", "percentile", share));
    for (var one : answers) {
      lines.add(line(one));
    }
    out.append(new Grid(scan == null ? "lrlr" : "lrlrrrr", lines)).append('\n');
  }

  private List<String> line(Answer one) {
    var token = text.text().tokens().get(one.token());
    var cells = new ArrayList<String>();
    cells.add(one.neuron().toString());
    cells.add(String.valueOf(one.token()));
    cells.add(TokenText.quoted(token));
    cells.add(Numbers.show(one.value(), 3));
    if (scan != null) {
      cells.add(signed(one.z()));
      cells.add(percentile(one));
      cells.add(Double.isNaN(one.share()) ? "–" : Numbers.fixed(one.share(), 2));
    }
    return cells;
  }

  private static String signed(double z) {
    return Double.isNaN(z) ? "–" : (z > 0 ? "+" : "") + Numbers.fixed(z, 1);
  }

  // As many digits as the scan's size and the bin's width allow: no false ones.
  private String percentile(Answer one) {
    if (scan == null || Double.isNaN(one.percentile())) {
      return "–";
    }
    var stats = scan.stats(text.neurons().row(one.neuron()));
    if (one.value() > stats.max()) {
      return "above all";
    }
    if (one.value() < stats.min()) {
      return "below all";
    }
    var error = Math.max(100 * one.percentileError(), 100.0 / Math.max(1, stats.count()));
    var decimals = Math.clamp((int) Math.ceil(-Math.log10(error)), 0, 4);
    return Numbers.fixed(100 * one.percentile(), decimals) + " %";
  }

  /// The same as JSON.
  ///
  /// @param chosen the tokens looked at
  /// @param hook where the neurons were read
  Json json(List<Integer> chosen, String hook) {
    var tokens = new ArrayList<Object>();
    for (var token : text.text().tokens()) {
      tokens.add(token.text());
    }
    return Json.object()
        .put("model", model)
        .put("hook", hook)
        .put("by", ranking.option())
        .put("text", text.text().text())
        .put("tokens", tokens)
        .put("positions", chosen)
        .put("highest", answers.highest().stream().map(one -> json(one).fields()).toList())
        .put("lowest", answers.lowest().stream().map(one -> json(one).fields()).toList())
        .put("left_out", answers.leftOut())
        .put("scan", scan == null ? null : ProfileJson.provenance(scan.provenance()));
  }

  private Json json(Answer one) {
    var json =
        Json.object()
            .put("neuron", one.neuron().toString())
            .put("layer", one.neuron().layer())
            .put("index", one.neuron().index())
            .put("position", one.token())
            .put("token", text.text().tokens().get(one.token()).text())
            .put("value", one.value());
    if (scan != null) {
      json.put("z", one.z())
          .put("percentile", one.percentile())
          .put("percentile_error", one.percentileError())
          .put("share", one.share());
    }
    return json;
  }
}
