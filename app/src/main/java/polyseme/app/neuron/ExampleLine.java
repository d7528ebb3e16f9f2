// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import java.util.ArrayList;
import java.util.List;
import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.analysis.scan.Example;
import polyseme.analysis.scan.NeuronProfile;

/// One line of the list of examples.
sealed interface ExampleLine {

  /// What stands above one end's examples.
  ///
  /// @param title which end
  /// @param count how many there are
  /// @param meaning what they are
  record Heading(String title, String count, String meaning) implements ExampleLine {}

  /// One example.
  ///
  /// @param rank from 1, the most extreme first
  /// @param example what the corpus has there
  /// @param heatmap its tokens in colour
  record Snippet(int rank, Example example, TokenHeatmap heatmap) implements ExampleLine {}

  /// All lines of a neuron.
  ///
  /// @param profile the neuron's profile
  /// @param model colours the examples
  /// @return both ends, each with its heading
  static List<ExampleLine> of(NeuronProfile profile, NeuronViewModel model) {
    var lines = new ArrayList<ExampleLine>();
    var examples = profile.examples();
    lines.add(heading("Highest", examples.highest().size(), "greatest"));
    add(examples.highest(), profile, model, lines);
    lines.add(heading("Lowest", examples.lowest().size(), "least"));
    add(examples.lowest(), profile, model, lines);
    return lines;
  }

  private static Heading heading(String title, int count, String end) {
    return new Heading(
        title,
        count == 1 ? "1 document" : count + " documents",
        "The %s activations in the corpus, one a document".formatted(end));
  }

  private static void add(
      List<Example> examples,
      NeuronProfile profile,
      NeuronViewModel model,
      List<ExampleLine> lines) {
    var count = examples.size();
    for (var i = 0; i < count; i++) {
      var example = examples.get(i);
      lines.add(new Snippet(i + 1, example, model.heatmap(profile, example)));
    }
  }
}
