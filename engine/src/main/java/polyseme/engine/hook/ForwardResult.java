// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import org.jspecify.annotations.Nullable;
import polyseme.engine.tensor.Activations;

/// What one forward pass gave.
///
/// @param cache what was captured
/// @param logits `[batch, pos, dVocab]`, null unless asked for
public record ForwardResult(ActivationCache cache, @Nullable Activations logits) {}
