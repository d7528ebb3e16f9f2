// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.parity;

import java.time.LocalDate;
import polyseme.engine.parity.ParityReference;
import polyseme.engine.parity.ParityReport;

/// What is kept of one comparison of a model with a reference.
///
/// @param model which model, and how its weights were processed
/// @param reference what it was compared with
/// @param outcome what came of it
/// @param made when, and by what
public record ParityRecord(Subject model, ParityReference reference, Outcome outcome, Made made) {

  /// Which model.
  ///
  /// @param name its folder's name
  /// @param digest SHA-256 of its files
  /// @param processing weight processing, `none`
  public record Subject(String name, String digest, String processing) {}

  /// What came of it.
  ///
  /// @param tolerance largest error that counted as agreement
  /// @param largestError the largest error, in the sense of the tolerance; NaN if one side had NaN
  ///   or nothing was compared
  /// @param worst hook point with the largest error
  /// @param hooks hook points compared
  /// @param disagreeing hook points that did not agree
  /// @param lacking tensors of the reference that the model has no hook point for
  public record Outcome(
      double tolerance,
      double largestError,
      String worst,
      int hooks,
      int disagreeing,
      int lacking) {

    /// Whether the model computes what the reference computes.
    ///
    /// @return true if everything agreed
    public boolean agrees() {
      return hooks > 0 && disagreeing == 0 && lacking == 0;
    }
  }

  /// When, and by what.
  ///
  /// @param date the day
  /// @param program name and version of this program
  /// @param engine name and version of what computed
  public record Made(LocalDate date, String program, String engine) {}

  /// Sums up a report.
  ///
  /// @param model which model
  /// @param report what was found
  /// @param made when, and by what
  /// @return what is kept
  public static ParityRecord of(Subject model, ParityReport report, Made made) {
    return new ParityRecord(
        model,
        report.reference(),
        new Outcome(
            report.tolerance(),
            report.largestError(),
            report.worst(),
            report.hooks().size(),
            report.disagreeing(),
            report.lacking().size()),
        made);
  }
}
