// SPDX-License-Identifier: GPL-3.0-or-later
/// Measurements of the program's own speed.
@NullMarked
package polyseme.app.bench;

import org.jspecify.annotations.NullMarked;
