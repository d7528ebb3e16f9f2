// SPDX-License-Identifier: GPL-3.0-or-later
/// Hook points by their TransformerLens names, interventions, and one forward pass's request and
/// result.
@NullMarked
package polyseme.engine.hook;

import org.jspecify.annotations.NullMarked;
