// SPDX-License-Identifier: GPL-3.0-or-later
/// Plots, heat maps and small parts of the window; they show what they are given and decide
/// nothing.
@NullMarked
package polyseme.app.control;

import org.jspecify.annotations.NullMarked;
