// SPDX-License-Identifier: GPL-3.0-or-later
/// Background work of the window: jobs, their states, and the way back to the FX thread.
@NullMarked
package polyseme.app.task;

import org.jspecify.annotations.NullMarked;
