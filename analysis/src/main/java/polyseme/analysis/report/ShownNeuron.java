// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.report;

import polyseme.analysis.scan.NeuronProfile;

/// A neuron with a section of its own.
///
/// @param profile what the scan says of it
/// @param why one sentence that says why it is shown; empty for none
public record ShownNeuron(NeuronProfile profile, String why) {}
