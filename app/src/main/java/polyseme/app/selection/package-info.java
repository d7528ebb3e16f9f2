// SPDX-License-Identifier: GPL-3.0-or-later
/// What is focused, selected, hovered and filtered: the one model that links all views.
@NullMarked
package polyseme.app.selection;

import org.jspecify.annotations.NullMarked;
