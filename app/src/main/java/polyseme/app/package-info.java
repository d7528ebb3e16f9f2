// SPDX-License-Identifier: GPL-3.0-or-later
/// Where the program starts and its parts are put together.
@NullMarked
package polyseme.app;

import org.jspecify.annotations.NullMarked;
