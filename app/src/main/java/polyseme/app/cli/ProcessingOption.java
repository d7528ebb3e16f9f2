// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import picocli.CommandLine.Option;
import polyseme.engine.OpenOptions;
import polyseme.engine.model.AppliedProcessing;
import polyseme.engine.model.Processing;
import polyseme.engine.task.RequestException;

/// How weights are processed before the model runs.
final class ProcessingOption {

  @Option(
      names = "--processing",
      paramLabel = "HOW",
      defaultValue = "none",
      description =
          "How weights are rewritten first: none, default (as TransformerLens does), or some of"
              + " fold_ln,center_writing_weights,center_unembed,fold_value_biases (default:"
              + " ${DEFAULT-VALUE}).")
  private String processing = "none";

  Processing processing() throws RequestException {
    return Processing.parse(processing);
  }

  /// How the model is to be opened.
  OpenOptions open(OpenOptions options) throws RequestException {
    return options.withProcessing(processing());
  }

  /// One line on what became of it, and one for each thing to know.
  static String told(AppliedProcessing processing) {
    var lines = new StringBuilder("Weight processing: " + processing.text() + ".");
    processing.notApplied().forEach(line -> lines.append('\n').append(line));
    processing.warnings().forEach(line -> lines.append('\n').append(line));
    return lines.toString();
  }
}
