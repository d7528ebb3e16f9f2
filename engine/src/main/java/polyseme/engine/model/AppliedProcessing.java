// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

import java.util.List;

/// What became of a [Processing] in one model.
///
/// @param asked what was asked for; decides, with the model, all numbers
/// @param applied the switches that change something in this model
/// @param notApplied a sentence for each switch asked for that changes nothing, with the reason
/// @param warnings sentences on what is not as one would expect of processed weights
public record AppliedProcessing(
    Processing asked, Processing applied, List<String> notApplied, List<String> warnings) {

  /// Weights as they were trained.
  public static final AppliedProcessing NONE =
      new AppliedProcessing(Processing.NONE, Processing.NONE, List.of(), List.of());

  /// Keeps the lists unchangeable.
  public AppliedProcessing {
    notApplied = List.copyOf(notApplied);
    warnings = List.copyOf(warnings);
  }

  /// The short form that results carry.
  ///
  /// @return that of what was asked for
  public String text() {
    return asked.text();
  }
}
