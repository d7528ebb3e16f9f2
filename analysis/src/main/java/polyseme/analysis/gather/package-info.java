// SPDX-License-Identifier: GPL-3.0-or-later
/// What a worker of a scan gathers from activations: moments, histograms, samples, profiles.
///
/// All of it can be merged in any order with the same result, bit for bit: counts and sums are
/// whole numbers, samples have a total order, moments are folded along a fixed tree.
@NullMarked
package polyseme.analysis.gather;

import org.jspecify.annotations.NullMarked;
