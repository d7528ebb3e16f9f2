// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.parity;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Says beside a model's numbers whether they were compared with those of a reference.
///
/// @param kind how it came out
/// @param title two or three words
/// @param text one line: with what, how far off, when
/// @param detail sentences for those who want to know more, or how to verify
public record ParityBadge(Kind kind, String title, String text, String detail) {

  /// How a comparison came out.
  public enum Kind {
    /// Everything agreed.
    VERIFIED,
    /// Something did not agree.
    FAILED,
    /// Nothing is known of this version of the program.
    UNKNOWN;

    /// The name style sheets know.
    ///
    /// @return the name in small letters
    public String style() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String HOW =
      "“polyseme verify MODEL --reference FILE.safetensors --tokens FILE.json” compares a model"
          + " with a reference’s numbers.";

  /// For a model that nobody compared.
  public static final ParityBadge NONE =
      new ParityBadge(
          Kind.UNKNOWN,
          "not verified",
          "not verified: nobody compared these numbers with a reference",
          HOW);

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);

  /// Tells of what is remembered. A model that agrees with a reference stays verified when it does
  /// not agree with another one, for that may hold another model's numbers; but the badge tells.
  ///
  /// @param found the last comparison with each reference, the newest first
  /// @param program name and version of this program: a comparison by another version says nothing
  ///   about this one
  /// @return what to show
  public static ParityBadge of(List<ParityRecord> found, String program) {
    if (found.isEmpty()) {
      return NONE;
    }
    var own = found.stream().filter(one -> one.made().program().equals(program)).toList();
    if (own.isEmpty()) {
      return byAnother(found.getFirst());
    }
    return own.stream()
        .filter(one -> one.outcome().agrees())
        .findFirst()
        .map(agreeing -> verified(agreeing, own))
        .orElseGet(() -> failed(own.getFirst()));
  }

  private static ParityBadge byAnother(ParityRecord compared) {
    return new ParityBadge(
        Kind.UNKNOWN,
        "not verified",
        "not verified with this version: compared with %s by %s, %s"
            .formatted(compared.reference().title(), compared.made().program(), day(compared)),
        HOW);
  }

  private static ParityBadge verified(ParityRecord agreeing, List<ParityRecord> all) {
    var error = error(agreeing.outcome().largestError());
    var others = all.stream().filter(one -> !one.outcome().agrees()).toList();
    var but =
        switch (others.size()) {
          case 0 -> "";
          case 1 -> "; another reference disagrees";
          default -> "; %d other references disagree".formatted(others.size());
        };
    var detail = new StringBuilder(detail(agreeing));
    for (var other : others) {
      detail.append(" It ").append(disagreement(other)).append('.');
    }
    return new ParityBadge(
        Kind.VERIFIED,
        "verified, " + error,
        "verified against %s, largest error %s, %s%s"
            .formatted(agreeing.reference().title(), error, day(agreeing), but),
        detail.toString());
  }

  private static ParityBadge failed(ParityRecord compared) {
    return new ParityBadge(
        Kind.FAILED, "numbers disagree", disagreement(compared), detail(compared));
  }

  private static String disagreement(ParityRecord compared) {
    return "does not agree with %s, %s: %s"
        .formatted(compared.reference().title(), day(compared), failure(compared.outcome()));
  }

  private static String day(ParityRecord compared) {
    return compared.made().date().format(DAY);
  }

  private static String failure(ParityRecord.Outcome outcome) {
    if (outcome.disagreeing() > 0) {
      return "%d of %d hook points differ, the worst by %s at %s"
          .formatted(
              outcome.disagreeing(),
              outcome.hooks(),
              error(outcome.largestError()),
              outcome.worst());
    }
    return outcome.lacking() > 0
        ? "%d of its tensors belong to no hook point of the model".formatted(outcome.lacking())
        : "it has nothing to compare";
  }

  /// How many texts, in words.
  ///
  /// @param number of texts
  /// @return `1 text`, `2 texts`
  public static String texts(int number) {
    return number == 1 ? "1 text" : number + " texts";
  }

  private static String detail(ParityRecord compared) {
    var outcome = compared.outcome();
    return "%d hook points over %s, tolerance %s, largest error at %s; weight processing: %s; %s, %s. %s"
        .formatted(
            outcome.hooks(),
            texts(compared.reference().texts()),
            tolerance(outcome.tolerance()),
            outcome.worst().isEmpty() ? "no hook point" : outcome.worst(),
            compared.model().processing(),
            compared.made().program(),
            compared.made().engine(),
            "The error is absolute, or relative to the root mean square of the hook point’s numbers"
                + " where that is above 1.");
  }

  /// A tolerance as people write it.
  ///
  /// @param tolerance a tolerance
  /// @return the same as [#error] without a zero that says nothing: `5e-5`
  public static String tolerance(double tolerance) {
    return error(tolerance).replaceFirst("\\.0(e|$)", "$1");
  }

  /// A small error as people write it.
  ///
  /// @param error an error
  /// @return two digits and a power of ten: `2.1e-5`
  public static String error(double error) {
    if (error == 0 || !Double.isFinite(error)) {
      return error == 0 ? "0" : Double.isNaN(error) ? "NaN" : "∞";
    }
    return String.format(Locale.ROOT, "%.1e", error)
        .replaceFirst("e\\+0*", "e")
        .replaceFirst("e-0+", "e-")
        .replaceFirst("e$", "");
  }
}
