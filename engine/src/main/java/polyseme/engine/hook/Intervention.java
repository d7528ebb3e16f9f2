// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import polyseme.engine.tensor.FloatVector;

/// A change of activations during a forward pass. Several compose in the order given; what is
/// captured at the same hook point is what stands after all of them.
public sealed interface Intervention {

  /// What is changed.
  ///
  /// @return the target
  Target target();

  /// Sets to zero.
  ///
  /// @param target what is changed
  record Zero(Target target) implements Intervention {}

  /// Sets to one value.
  ///
  /// @param target what is changed
  /// @param value the value
  record SetTo(Target target, float value) implements Intervention {}

  /// Multiplies by one factor.
  ///
  /// @param target what is changed
  /// @param factor the factor
  record Scale(Target target, float factor) implements Intervention {}

  /// Adds a direction along the last axis.
  ///
  /// @param target what is changed; its `index` is [Target#ALL] unless the direction has one number
  /// @param direction one number for each coordinate the target covers
  record Add(Target target, FloatVector direction) implements Intervention {}
}
