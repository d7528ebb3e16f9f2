// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.text;

/// What becomes of the names of special tokens, such as `<|endoftext|>`, that stand in a text.
public enum SpecialTokens {
  /// They are text like any other.
  AS_TEXT,
  /// They become the tokens they name, as the model's own tokenizer does it.
  RECOGNISED
}
