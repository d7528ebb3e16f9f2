// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import polyseme.engine.model.NeuronId;

/// A neuron's highest or lowest activation over a text, and how unusual that is for it.
///
/// @param neuron the neuron
/// @param token which token of the text, from 0; a beginning-of-text token counts
/// @param value the activation there
/// @param z distance from the neuron's mean in its standard deviations; infinite where it never
///   varied in the scan and differs now, NaN where there is no scan
/// @param percentile share of the scan's tokens that lie below the value; NaN where there is no
///   scan
/// @param percentileError how far the percentile may be off
/// @param share the value as a share of the neuron's greatest activation, at the low end of its
///   least; above 1 where the scan saw none so extreme; NaN where that end of the neuron lies on
///   the other side of 0 or there is no scan
public record Answer(
    NeuronId neuron,
    int token,
    float value,
    double z,
    double percentile,
    double percentileError,
    double share) {}
