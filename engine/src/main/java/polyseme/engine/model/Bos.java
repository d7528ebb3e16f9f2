// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

/// The token that begins texts, and whether the model's family has it there by default.
///
/// @param token as the tokenizer spells it; empty if the model has none
/// @param prepend whether texts begin with it unless somebody asks for the opposite
public record Bos(String token, boolean prepend) {

  /// No token begins a text.
  public static final Bos NONE = new Bos("", false);

  /// Refuses to begin texts with nothing.
  public Bos {
    if (token.isEmpty() && prepend) {
      throw new IllegalArgumentException("there is no token to begin texts with");
    }
  }
}
