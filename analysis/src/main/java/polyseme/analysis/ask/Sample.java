// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

/// Which of a neuron's examples are meant.
public enum Sample {
  /// Its highest places.
  TOP("top"),
  /// Its lowest places.
  BOTTOM("bottom"),
  /// Both.
  ALL("all");

  private final String option;

  Sample(String option) {
    this.option = option;
  }

  /// Whether the highest places belong to it.
  ///
  /// @return true if they do
  public boolean hasHighest() {
    return this != BOTTOM;
  }

  /// Whether the lowest places belong to it.
  ///
  /// @return true if they do
  public boolean hasLowest() {
    return this != TOP;
  }

  /// How the command line spells it.
  @Override
  public String toString() {
    return option;
  }
}
