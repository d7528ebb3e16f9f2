// SPDX-License-Identifier: GPL-3.0-or-later
/// The hooked model: what the rest of the program asks of a language model.
@NullMarked
package polyseme.engine;

import org.jspecify.annotations.NullMarked;
