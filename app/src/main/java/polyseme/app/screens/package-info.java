// SPDX-License-Identifier: GPL-3.0-or-later
/// Pictures of the window and its parts, made without a display.
@NullMarked
package polyseme.app.screens;

import org.jspecify.annotations.NullMarked;
