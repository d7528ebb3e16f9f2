// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.parity;

import java.util.List;

/// What a comparison with a reference gave.
///
/// @param reference what the model was compared with
/// @param tolerance the largest error that counts as agreement
/// @param hooks every hook point compared, the worst first
/// @param lacking names of tensors that could not be compared, because the model has no such hook
///   point
public record ParityReport(
    ParityReference reference, double tolerance, List<HookParity> hooks, List<String> lacking) {

  /// Keeps the lists unchangeable.
  public ParityReport {
    hooks = List.copyOf(hooks);
    lacking = List.copyOf(lacking);
  }

  /// Whether the model computes what the reference computes.
  ///
  /// @return true if something was compared, all of it agrees, and nothing could not be compared
  public boolean agrees() {
    return !hooks.isEmpty() && lacking.isEmpty() && disagreeing() == 0;
  }

  /// How many hook points do not agree.
  ///
  /// @return their number
  public int disagreeing() {
    return (int) hooks.stream().filter(hook -> !hook.agrees()).count();
  }

  /// The largest error anywhere.
  ///
  /// @return [HookParity#error] of the worst hook point, NaN if none was compared
  public double largestError() {
    return hooks.isEmpty() ? Double.NaN : hooks.getFirst().error();
  }

  /// Where the largest error is.
  ///
  /// @return the hook point's name, empty if none was compared
  public String worst() {
    return hooks.isEmpty() ? "" : hooks.getFirst().hook();
  }
}
