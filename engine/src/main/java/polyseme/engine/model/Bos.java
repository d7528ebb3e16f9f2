// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

/// What begins every text.
///
/// @param token how the tokenizer spells the token; empty if the model has none
/// @param prepend whether texts get it unless somebody says otherwise
public record Bos(String token, boolean prepend) {}
