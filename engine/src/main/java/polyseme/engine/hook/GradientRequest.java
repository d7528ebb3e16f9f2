// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import java.util.List;
import java.util.Set;

/// What a gradient is taken of, and with respect to what.
///
/// @param tokens the texts
/// @param hooks hook points whose gradients are wanted
/// @param objective what is differentiated
/// @param interventions changes on the way, in order; the gradient of a changed hook point is that
///   with respect to what stands after the change
public record GradientRequest(
    TokenBatch tokens,
    Set<HookPoint> hooks,
    Objective objective,
    List<Intervention> interventions) {

  /// Keeps the parts unchangeable.
  public GradientRequest {
    hooks = Set.copyOf(hooks);
    interventions = List.copyOf(interventions);
  }

  /// Gradients of an unchanged pass.
  ///
  /// @param objective what is differentiated
  /// @param tokens the texts
  /// @param hooks hook points whose gradients are wanted
  /// @return a request without changes
  public static GradientRequest of(Objective objective, TokenBatch tokens, Set<HookPoint> hooks) {
    return new GradientRequest(tokens, hooks, objective, List.of());
  }

  /// The same with changes on the way.
  ///
  /// @param changes in order
  /// @return a new request
  public GradientRequest withInterventions(List<Intervention> changes) {
    return new GradientRequest(tokens, hooks, objective, changes);
  }
}
