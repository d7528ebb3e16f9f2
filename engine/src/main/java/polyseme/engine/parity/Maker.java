// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.parity;

import java.util.Map;

/// Which program computed a reference, as far as its files tell.
final class Maker {

  static final String LENS = "TransformerLens";

  private static final int LONGEST = 80;

  private Maker() {}

  /// Reads `made_with`, or the version under `transformer_lens` or `transformers`.
  ///
  /// @param told what a file says about itself
  /// @return the program and its version, empty if nothing is said
  static String of(Map<String, String> told) {
    var made = told.getOrDefault("made_with", "");
    if (!made.isBlank()) {
      return shown(made);
    }
    if (told.containsKey("transformer_lens")) {
      return shown(LENS + " " + told.get("transformer_lens"));
    }
    return told.containsKey("transformers")
        ? shown("transformers " + told.get("transformers"))
        : "";
  }

  // A foreign file's words stand on pages and in the window.
  private static String shown(String words) {
    var plain = words.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", " ").strip();
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
  }
}
