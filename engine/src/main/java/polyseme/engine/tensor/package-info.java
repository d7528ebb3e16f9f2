// SPDX-License-Identifier: GPL-3.0-or-later
/// Bulk numbers that are read-only outside: vectors, matrices and activations with named axes.
@NullMarked
package polyseme.engine.tensor;

import org.jspecify.annotations.NullMarked;
