// SPDX-License-Identifier: GPL-3.0-or-later
/// What a neuron's point is made of: activation profile, input weights or output weights.
@NullMarked
package polyseme.analysis.space;

import org.jspecify.annotations.NullMarked;
