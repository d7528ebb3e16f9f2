// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.projection;

import polyseme.analysis.space.FeatureSpace;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.tensor.FloatMatrix;
import polyseme.engine.tensor.FloatVector;

/// All neurons on a plane.
///
/// @param neurons which neurons, in row order
/// @param xy `[neuron, 2]`
/// @param space what was projected
/// @param explained share of the variance each principal component explains, the two shown first;
///   sums to at most 1
/// @param seed fixed the result; part of its provenance
public record Embedding2D(
    NeuronIndex neurons, FloatMatrix xy, FeatureSpace space, FloatVector explained, long seed) {}
