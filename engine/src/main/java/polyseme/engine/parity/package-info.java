// SPDX-License-Identifier: GPL-3.0-or-later
/// How far a model's numbers are from those of a reference implementation.
@NullMarked
package polyseme.engine.parity;

import org.jspecify.annotations.NullMarked;
