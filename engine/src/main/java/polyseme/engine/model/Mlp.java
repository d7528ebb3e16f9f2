// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

/// The neurons of a model.
///
/// @param activation function of a neuron
/// @param gated whether its input is multiplied by a second one: f(x · W_gate) ⊙ (x · W_in)
public record Mlp(ActivationFunction activation, boolean gated) {}
