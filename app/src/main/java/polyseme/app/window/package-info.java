// SPDX-License-Identifier: GPL-3.0-or-later
/// The window: regions, keys, and the features put together.
@NullMarked
package polyseme.app.window;

import org.jspecify.annotations.NullMarked;
