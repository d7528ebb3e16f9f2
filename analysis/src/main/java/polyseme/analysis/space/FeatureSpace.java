// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.space;

/// What the coordinates of a neuron's point are.
public enum FeatureSpace {
  /// Activations at the scan's shared positions, each neuron's mean taken off and its length made
  /// 1, so that neurons that fire together lie together.
  ACTIVATIONS("activations", "activation profile"),
  /// What the neuron reads: its column of W_in.
  INPUT_WEIGHTS("w-in", "W_in"),
  /// What the neuron writes: its row of W_out.
  OUTPUT_WEIGHTS("w-out", "W_out");

  private final String option;
  private final String title;

  FeatureSpace(String option, String title) {
    this.option = option;
    this.title = title;
  }

  /// How the command line spells it.
  ///
  /// @return the option's value
  public String option() {
    return option;
  }

  /// What people call it.
  ///
  /// @return a short name
  public String title() {
    return title;
  }
}
