// SPDX-License-Identifier: GPL-3.0-or-later
/// The table of all neurons.
@NullMarked
package polyseme.app.table;

import org.jspecify.annotations.NullMarked;
