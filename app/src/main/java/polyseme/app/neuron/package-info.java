// SPDX-License-Identifier: GPL-3.0-or-later
/// The page of the neuron in focus: statistics, examples as heat maps, own text.
@NullMarked
package polyseme.app.neuron;

import org.jspecify.annotations.NullMarked;
