// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

/// By what an answer counts as unusual.
public enum Ranking {
  /// Distance from the neuron's mean in its standard deviations.
  Z("z"),
  /// Share of the scan's tokens at which the neuron was lower.
  PERCENTILE("percentile"),
  /// Share of the neuron's greatest activation; at the low end of its least.
  SHARE("share"),
  /// The activation itself; needs no scan.
  VALUE("value");

  private final String option;

  Ranking(String option) {
    this.option = option;
  }

  /// How the command line spells it.
  ///
  /// @return the option's value
  public String option() {
    return option;
  }

  @Override
  public String toString() {
    return option;
  }
}
