// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import polyseme.analysis.ask.Answer;
import polyseme.analysis.ask.TextAnswers;
import polyseme.analysis.heatmap.VisibleToken;
import polyseme.app.control.Figures;

/// One line of the list of neurons that answer to a text.
sealed interface AnswerLine {

  /// What stands above one end.
  ///
  /// @param title which end
  record Heading(String title) implements AnswerLine {}

  /// One neuron.
  ///
  /// @param answer the neuron and its numbers
  /// @param token where it answers
  /// @param z distance from its mean
  /// @param percentile share of the corpus below
  record Found(Answer answer, String token, String z, String percentile) implements AnswerLine {}

  /// Both ends below each other.
  ///
  /// @param found what was found
  /// @return the lines
  static List<AnswerLine> of(TextAnswers found) {
    var lines = new ArrayList<AnswerLine>();
    add(lines, "Unusually high", found, found.answers().highest());
    add(lines, "Unusually low", found, found.answers().lowest());
    return lines;
  }

  private static void add(
      List<AnswerLine> lines, String title, TextAnswers found, List<Answer> answers) {
    lines.add(new Heading(title));
    for (var answer : answers) {
      var token = VisibleToken.of(found.text().tokens().get(answer.token())).display();
      lines.add(new Found(answer, token, "z " + Figures.measured(answer.z()), percent(answer)));
    }
  }

  private static String percent(Answer answer) {
    return Double.isNaN(answer.percentile())
        ? "–"
        : String.format(Locale.ROOT, "%.2f %%", 100 * answer.percentile());
  }
}
