// SPDX-License-Identifier: GPL-3.0-or-later
/// Tokens, tokenised text and the tokenizer as the rest of the program sees them.
@NullMarked
package polyseme.engine.text;

import org.jspecify.annotations.NullMarked;
