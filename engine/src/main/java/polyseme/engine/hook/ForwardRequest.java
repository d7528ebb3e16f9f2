// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import java.util.List;
import java.util.Set;

/// What one forward pass should do. It stops after the last hook point asked for, unless the logits
/// are wanted.
///
/// @param tokens the texts
/// @param capture hook points to read
/// @param interventions changes on the way, in order
/// @param logits whether the logits are wanted
public record ForwardRequest(
    TokenBatch tokens, Set<HookPoint> capture, List<Intervention> interventions, boolean logits) {

  /// Keeps the parts unchangeable.
  public ForwardRequest {
    capture = Set.copyOf(capture);
    interventions = List.copyOf(interventions);
  }

  /// Reads hook points.
  ///
  /// @param tokens the texts
  /// @param capture hook points to read
  /// @return a request without changes and without logits
  public static ForwardRequest capturing(TokenBatch tokens, Set<HookPoint> capture) {
    return new ForwardRequest(tokens, capture, List.of(), false);
  }

  /// The same with changes on the way.
  ///
  /// @param changes in order
  /// @return a new request
  public ForwardRequest withInterventions(List<Intervention> changes) {
    return new ForwardRequest(tokens, capture, changes, logits);
  }

  /// The same with logits.
  ///
  /// @return a new request
  public ForwardRequest withLogits() {
    return new ForwardRequest(tokens, capture, interventions, true);
  }
}
