// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import polyseme.engine.model.NeuronId;

/// All that a scan says of one neuron.
///
/// @param id the neuron
/// @param stats its statistics
/// @param histogram its distribution
/// @param examples its extremes
public record NeuronProfile(
    NeuronId id, NeuronStats stats, Histogram histogram, TopExamples examples) {}
