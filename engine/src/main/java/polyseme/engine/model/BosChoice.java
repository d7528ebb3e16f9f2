// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

/// Whether texts begin with the model's beginning-of-text token.
public enum BosChoice {
  /// As the model's family has it.
  FAMILY,
  /// They do.
  ALWAYS,
  /// They do not.
  NEVER;

  /// What it comes to for one model.
  ///
  /// @param bos the model's token and default
  /// @return the token that begins texts; empty for none
  public String token(Bos bos) {
    var prepend =
        switch (this) {
          case FAMILY -> bos.prepend();
          case ALWAYS -> true;
          case NEVER -> false;
        };
    return prepend ? bos.token() : "";
  }
}
