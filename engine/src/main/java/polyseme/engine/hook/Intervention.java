// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import java.util.function.UnaryOperator;
import polyseme.engine.tensor.Activations;
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

  /// Sets to a vector along the last axis: how to ablate by a mean taken elsewhere, over a corpus
  /// for instance.
  ///
  /// @param target what is changed
  /// @param values one number for each coordinate the target covers, ascending
  record SetToVector(Target target, FloatVector values) implements Intervention {}

  /// Multiplies by one factor.
  ///
  /// @param target what is changed
  /// @param factor the factor
  record Scale(Target target, float factor) implements Intervention {}

  /// Adds a direction along the last axis.
  ///
  /// @param target what is changed
  /// @param direction one number for each coordinate the target covers, ascending
  record Add(Target target, FloatVector direction) implements Intervention {}

  /// Replaces every number of the target by the mean of those numbers of the target that differ
  /// from it in position or text only. Positions with which shorter texts of a batch are filled up
  /// do not count; neither does what a query cannot see.
  ///
  /// @param target what is changed, and what the mean is taken of
  /// @param over what it is taken over
  record Mean(Target target, Over over) implements Intervention {}

  /// What a mean is taken over.
  enum Over {
    /// Positions of the same text.
    POSITIONS,
    /// The same position of all texts of the batch.
    BATCH,
    /// All positions of all texts of the batch.
    POSITIONS_AND_BATCH
  }

  /// Replaces every number of the target by the one at the same place of other activations: those
  /// of another text for instance (activation patching).
  ///
  /// @param target what is changed
  /// @param values activations of the same hook point, or of another one with the same axes. They
  ///   may have more or fewer positions, as long as they have all that are replaced; a batch of one
  ///   text serves for every text
  record Replace(Target target, Activations values) implements Intervention {}

  /// Replaces the numbers of the target by what a function makes of them.
  ///
  /// @param target what is changed
  /// @param function takes a copy of the block of numbers that the target covers, with the axes of
  ///   the hook point, and gives a block of the same shape; called on the thread of the forward
  ///   pass
  record Apply(Target target, UnaryOperator<Activations> function) implements Intervention {}
}
