// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

/// One of the samples that a scan keeps of every neuron.
public enum Sample {
  /// Greatest activations, one a document.
  TOP("top", "the greatest activations, one a document"),
  /// Least activations, one a document.
  BOTTOM("bottom", "the least activations, one a document"),
  /// Above the resting level, in proportion to the distance from it.
  HIGH("high", "drawn in proportion to the distance above the resting level"),
  /// Below the resting level, in proportion to the distance from it.
  LOW("low", "drawn in proportion to the distance below the resting level"),
  /// Positions of the corpus that are the same for all neurons.
  UNIFORM("uniform", "drawn uniformly, the same places for all neurons");

  private final String word;
  private final String meaning;

  Sample(String word, String meaning) {
    this.word = word;
    this.meaning = meaning;
  }

  /// What it is called in commands.
  ///
  /// @return one word
  public String word() {
    return word;
  }

  /// How its places were chosen.
  ///
  /// @return half a sentence
  public String meaning() {
    return meaning;
  }
}
