// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

/// What a backward pass gave.
///
/// @param value the objective
/// @param gradients for each hook point the derivative of the objective by each of its numbers, in
///   firing order
public record GradientResult(float value, ActivationCache gradients) {}
