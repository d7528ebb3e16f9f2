// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

/// Which token a table goes by.
public enum TokenSide {
  /// The token at which the neuron is looked at.
  CURRENT("tcur", "tc"),

  /// The token before it.
  PREVIOUS("tprv", "tp");

  private final String tag;
  private final String letters;

  TokenSide(String tag, String letters) {
    this.tag = tag;
    this.letters = letters;
  }

  /// Tag of its section in a file.
  ///
  /// @return four letters
  public String tag() {
    return tag;
  }

  String letters() {
    return letters;
  }

  int token(Block block, int t) {
    return switch (this) {
      case CURRENT -> block.token(t);
      case PREVIOUS -> block.previousToken(t);
    };
  }
}
