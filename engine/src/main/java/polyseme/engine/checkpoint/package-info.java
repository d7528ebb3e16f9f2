// SPDX-License-Identifier: GPL-3.0-or-later
/// Readers of checkpoint files and the names that weights have in them.
@NullMarked
package polyseme.engine.checkpoint;

import org.jspecify.annotations.NullMarked;
