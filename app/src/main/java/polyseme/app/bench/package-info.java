// SPDX-License-Identifier: GPL-3.0-or-later
/// Timings of the window.
@NullMarked
package polyseme.app.bench;

import org.jspecify.annotations.NullMarked;
