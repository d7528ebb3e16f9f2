// SPDX-License-Identifier: GPL-3.0-or-later
/// The map of all neurons.
@NullMarked
package polyseme.app.map;

import org.jspecify.annotations.NullMarked;
