// SPDX-License-Identifier: GPL-3.0-or-later
/// Makes damaged files out of good ones, the same ones for the same seed.
@NullMarked
package polyseme.engine.mutant;

import org.jspecify.annotations.NullMarked;
