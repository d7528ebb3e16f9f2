// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.function.ToDoubleFunction;

/// The numbers of [NeuronStats] that can colour a map or sort a table.
public enum Statistic {
  /// Mean activation.
  MEAN("mean", "mean activation over the corpus", NeuronStats::mean),
  /// Population variance.
  VARIANCE("variance", "population variance of the activations", NeuronStats::variance),
  /// Skewness.
  SKEWNESS("skewness", "m3 / m2^1.5; positive with a long upper tail", NeuronStats::skewness),
  /// Kurtosis.
  KURTOSIS("kurtosis", "m4 / m2²; a normal distribution gives 3", NeuronStats::kurtosis),
  /// Least activation.
  MIN("min", "least activation in the corpus", NeuronStats::min),
  /// Greatest activation.
  MAX("max", "greatest activation in the corpus", NeuronStats::max),
  /// Share of tokens above 0.
  FRACTION_POSITIVE(
      "fraction > 0", "share of tokens with an activation above 0", NeuronStats::fractionPositive);

  private final String title;
  private final String meaning;
  private final ToDoubleFunction<NeuronStats> value;

  Statistic(String title, String meaning, ToDoubleFunction<NeuronStats> value) {
    this.title = title;
    this.meaning = meaning;
    this.value = value;
  }

  /// What people call it.
  ///
  /// @return a short name
  public String title() {
    return title;
  }

  /// How it is defined.
  ///
  /// @return half a sentence
  public String meaning() {
    return meaning;
  }

  /// Its value for a neuron.
  ///
  /// @param stats the neuron's statistics
  /// @return the value, NaN where undefined
  public double of(NeuronStats stats) {
    return value.applyAsDouble(stats);
  }
}
