// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

/// A quantile of a neuron's activations. Counts are exact, values are known to a bin of the
/// histogram, so the true value lies in an interval.
///
/// @param probability 0 to 1
/// @param value an estimate: within its bin, activations are taken to be spread evenly
/// @param atLeast the true value is not less
/// @param atMost the true value is not more
public record Quantile(double probability, float value, float atLeast, float atMost) {}
