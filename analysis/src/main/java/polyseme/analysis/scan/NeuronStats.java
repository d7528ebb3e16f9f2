// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

/// How a neuron's activations are distributed over a corpus, the beginning-of-text token left out.
///
/// @param count tokens seen
/// @param min least activation
/// @param max greatest activation
/// @param mean mean
/// @param variance population variance m2
/// @param skewness m3 / m2^1.5; NaN when the neuron never varies
/// @param kurtosis m4 / m2², 3 for a normal distribution; NaN when the neuron never varies
/// @param fractionPositive share of tokens with an activation above 0
public record NeuronStats(
    long count,
    float min,
    float max,
    double mean,
    double variance,
    double skewness,
    double kurtosis,
    double fractionPositive) {}
