// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import java.util.ArrayList;
import java.util.List;
import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.analysis.scan.Example;

/// One line of the list of examples.
sealed interface ExampleLine {

  /// What stands above the examples.
  ///
  /// @param title which examples
  /// @param count how many there are
  /// @param meaning what they are
  record Heading(String title, String count, String meaning) implements ExampleLine {}

  /// One example.
  ///
  /// @param rank from 1
  /// @param example what the corpus has there
  /// @param heatmap its tokens in colour
  record Snippet(int rank, Example example, TokenHeatmap heatmap) implements ExampleLine {}

  /// All lines of what is shown.
  ///
  /// @param shown the examples
  /// @param model colours them
  /// @return the examples below their heading
  static List<ExampleLine> of(ExamplesViewModel.Shown shown, NeuronViewModel model) {
    var lines = new ArrayList<ExampleLine>();
    lines.add(new Heading(shown.title(), shown.count(), shown.meaning()));
    for (var example : shown.examples()) {
      lines.add(new Snippet(lines.size(), example, model.heatmap(shown.profile(), example)));
    }
    return lines;
  }
}
